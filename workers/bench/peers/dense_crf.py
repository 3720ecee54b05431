"""Writes the dense CRF's benchmark case and times pydensecrf on it, on one core.

usage: dense_crf.py CASE.npz [REPEATS]      (needs numpy, scipy and pydensecrf 1.0rc3)
The case is a 375x500 picture of smooth noise and blobs, and 21 smooth label maps: arrays unary [L,H,W] and image [H,W,3].
"""
import sys
import time

import numpy as np
import pydensecrf.densecrf as dcrf
from scipy.ndimage import gaussian_filter

HEIGHT, WIDTH, LABELS, ITERATIONS = 375, 500, 21, 10
SETTINGS = [((3, 3), (10, 80, 13)), ((3, 3), (4, 121, 5)), ((3, 1), (4, 55, 3))]


def noise(rng, sigma):
    field = gaussian_filter(rng.standard_normal((HEIGHT, WIDTH)), sigma)
    return field / field.std()


def make_case(path):
    rng = np.random.default_rng(0)
    blobs = 2 * (noise(rng, 6) > 0)
    colours = np.stack([noise(rng, 3) + blobs for _ in range(3)], axis=2)
    colours = (colours - colours.min()) / (colours.max() - colours.min())
    scores = np.exp(2 * np.stack([noise(rng, 5) for _ in range(LABELS)]))
    unary = -np.log(np.clip(scores / scores.sum(0), 1e-5, None)).astype(np.float32)
    np.savez(path, unary=unary, image=np.round(255 * colours).astype(np.uint8))


def infer(unary, image, gaussian, bilateral):
    crf = dcrf.DenseCRF2D(WIDTH, HEIGHT, LABELS)
    crf.setUnaryEnergy(unary.reshape(LABELS, -1))
    crf.addPairwiseGaussian(sxy=gaussian[1], compat=gaussian[0])
    crf.addPairwiseBilateral(sxy=bilateral[1], srgb=bilateral[2], rgbim=image, compat=bilateral[0])
    return np.array(crf.inference(ITERATIONS))


if __name__ == "__main__":
    make_case(sys.argv[1])
    case = np.load(sys.argv[1])
    unary, image = case["unary"], case["image"]
    for gaussian, bilateral in SETTINGS:
        best = float("inf")
        for _ in range(int(sys.argv[2]) if len(sys.argv) > 2 else 5):
            start = time.perf_counter()
            infer(unary, image, gaussian, bilateral)
            best = min(best, time.perf_counter() - start)
        print(f"pydensecrf gaussian {gaussian} bilateral {bilateral}: {best:.3f} s")
