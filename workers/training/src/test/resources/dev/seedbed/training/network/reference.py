"""Writes reference.json and torchvision-tensors.txt: what PyTorch 2.7 and torchvision 0.22 make of weights that a formula gives.

python reference.py > reference.json
"""
import json
import math

import numpy as np
import torch
import torch.nn.functional as F
import torchvision


def uniform(size, salt):
    """[0, 1), the same in any language: `Formula` in the tests."""
    h = (np.arange(size, dtype=np.uint64) * 2654435761 + salt * 97) & 0xFFFFFFFF
    h ^= h >> 15
    h = (h * 2246822519) & 0xFFFFFFFF
    h ^= h >> 13
    h = (h * 3266489917) & 0xFFFFFFFF
    h ^= h >> 16
    return h / 2.0**32


def tensor(name, shape):
    """Convolutions keep the scale of what they see; batch norms are anything but the identity."""
    salt = sum(ord(c) * (i + 1) for i, c in enumerate(name))
    u = uniform(math.prod(shape), salt).reshape(shape)
    if len(shape) > 1:
        v = (2 * u - 1) * math.sqrt(6 / math.prod(shape[1:]))
    elif name.endswith("running_var"):
        v = 0.5 + u
    elif name.endswith(".weight"):
        v = 0.4 + 0.4 * u
    else:
        v = 0.4 * u - 0.2
    return torch.from_numpy(v.astype("f4"))


def filled(model):
    model.load_state_dict({k: tensor(k, v.shape) for k, v in model.state_dict().items() if v.ndim}, strict=False)
    return model.eval()


def pixels(height, width):
    return torch.from_numpy((4 * uniform(3 * height * width, 1) - 2).astype("f4")).view(1, 3, height, width)


def digest(x):
    x = x.flatten().double().numpy()
    return [float(f"{v:.7g}") for v in [len(x), np.abs(x).mean(), *x[:: max(1, len(x) // 12)][:12]]]


def resnet(name, x, stride):
    m = filled(getattr(torchvision.models, name)(
        weights=None, num_classes=5, replace_stride_with_dilation=[False, stride == 8, stride <= 16]))
    stages = [m.maxpool(m.relu(m.bn1(m.conv1(x))))]
    for layer in (m.layer1, m.layer2, m.layer3, m.layer4):
        stages.append(layer(stages[-1]))
    return {"stages": [digest(s) for s in stages[1:]], "logits": digest(m(x))}


def squeezenet(x):
    m = filled(torchvision.models.squeezenet1_1(weights=None, num_classes=5))
    return {"stages": [digest(m.features[:i](x)) for i in (2, 5, 8, 13)], "logits": digest(m(x))}


def vgg16(x):
    m = torchvision.models.vgg16(weights=None)
    m.classifier = torch.nn.ModuleDict({"0": torch.nn.Linear(25088, 6), "3": torch.nn.Linear(6, 6), "6": torch.nn.Linear(6, 5)})
    filled(m)
    f = m.features(x)
    y = F.adaptive_avg_pool2d(f, 7).flatten(1)
    y = m.classifier["6"](F.relu(m.classifier["3"](F.relu(m.classifier["0"](y)))))
    return {"stages": [digest(s) for s in (m.features[:9](x), m.features[:16](x), m.features[:23](x), f)], "logits": digest(y)}


def convolve(x, name, out, kernel, dilation=1):
    weight = tensor(name + ".weight", (out, x.shape[1], kernel, kernel))
    return F.conv2d(x, weight, tensor(name + ".bias", (out,)), padding=dilation * (kernel // 2), dilation=dilation)


def deeplab_trunk(x):
    at = 0
    for block, (width, stride) in enumerate(zip((64, 128, 256, 512, 512), (2, 2, 2, 1, 1))):
        for _ in range(2 if block < 2 else 3):
            x, at = F.relu(convolve(x, f"features.{at}", width, 3, 2 if block == 4 else 1)), at + 2
        x, at = F.max_pool2d(x, 3, stride, 1), at + 1
    return F.avg_pool2d(x, 3, 1, 1)


def vgg_segmenters(x):
    trunk, out = deeplab_trunk(x), {}
    for name, dilation in (("wide", 12), ("narrow", 1)):
        f = F.relu(convolve(F.relu(convolve(trunk, "fc6", 1024, 3, dilation)), "fc7", 1024, 1))
        out[name] = digest(f)
        if name == "wide":
            out["plain"] = digest(convolve(f, "head.scores", 3, 1))
            w = tensor("head.scores.weight", (3, 1024, 1, 1))
            out["cosine"] = digest(20 * F.conv2d(F.normalize(f, dim=1), F.normalize(w, dim=1)))
    seen = [F.relu(convolve(F.relu(convolve(trunk, f"fc6_{k}", 1024, 3, d)), f"fc7_{k}", 1024, 1)) for k, d in ((1, 6), (2, 12))]
    out["pyramid"] = digest(sum(convolve(f, f"head.scores_{k + 1}", 3, 1) for k, f in enumerate(seen)))
    return out


with torch.no_grad():
    x = pixels(45, 70)
    with open("torchvision-tensors.txt", "w") as names:
        for name in ("squeezenet1_1", "vgg16", "resnet50", "resnet101"):
            for k, v in getattr(torchvision.models, name)(weights=None).state_dict().items():
                if v.ndim and not k.startswith(("classifier.", "fc.")):
                    print(name, k, "x".join(map(str, v.shape)), file=names)
    cases = {
        "squeezenet1_1/16": squeezenet(x),
        "vgg16/32": vgg16(x),
        **{f"{name}/{stride}": resnet(name, x, stride) for name, stride in
           (("resnet50", 32), ("resnet50", 16), ("resnet50", 8), ("resnet101", 32), ("resnet101", 8))},
        "vgg16_largefov": vgg_segmenters(x),
    }
    print("{\n" + ",\n".join(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in cases.items()) + "\n}")
