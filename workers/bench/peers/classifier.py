"""Trains the classifier of AE-PSL's first round in plain PyTorch, to be measured beside Seedbed's own.

usage: python classifier.py VOC_FOLDER WEIGHTS.safetensors [SEED]     (torch 2.7, torchvision, safetensors, pillow)

SqueezeNet 1.1 with its last pooling at stride 1, 128x128, batch 16, 5 epochs, mirrored pictures, SGD 0.9, decay 5e-4, rates 1e-3 and 1e-2, poly.
"""
import sys
import time

import numpy as np
import torch
import torchvision
from PIL import Image
from safetensors.torch import load_file

SIDE, BATCH, EPOCHS = 128, 16, 5
folder, weights, seed = sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 0
torch.manual_seed(seed)
draw = np.random.default_rng(seed)

classes = open(f"{folder}/classes.txt").read().split()[1:]
names = open(f"{folder}/ImageSets/Segmentation/train.txt").read().split()
pixels = np.stack([np.asarray(Image.open(f"{folder}/JPEGImages/{n}.jpg").convert("RGB").resize((SIDE, SIDE), Image.BICUBIC)) for n in names])
masks = np.stack([np.asarray(Image.open(f"{folder}/SegmentationClass/{n}.png").resize((SIDE, SIDE), Image.NEAREST)) for n in names])
tags = torch.tensor([[(m == c + 1).mean() > 0.003 for c in range(len(classes))] for m in masks], dtype=torch.float32)

net = torchvision.models.squeezenet1_1(weights=None)
net.load_state_dict({name: tensor.float() for name, tensor in load_file(weights).items()})
backbone = net.features
backbone[8].stride, backbone[8].padding = 1, 1
head = torch.nn.Conv2d(512, len(classes), 1, bias=False)
torch.nn.init.normal_(head.weight, std=0.01)
model = torch.nn.Sequential(backbone, torch.nn.Dropout(0.3), head)

groups = [{"params": backbone.parameters(), "lr": 1e-3}, {"params": head.parameters(), "lr": 1e-2}]
sgd = torch.optim.SGD(groups, momentum=0.9, weight_decay=5e-4)
per_epoch = len(names) // BATCH
poly = torch.optim.lr_scheduler.LambdaLR(sgd, lambda step: (1 - step / (per_epoch * EPOCHS)) ** 0.9)
mean = np.array([104, 117, 123], np.float32)

print(f"{torch.get_num_threads()} threads, torch {torch.__version__}", flush=True)
for epoch in range(EPOCHS):
    start, total = time.perf_counter(), 0.0
    order = draw.permutation(len(names))[:per_epoch * BATCH].reshape(per_epoch, BATCH)
    for batch in order:
        x = pixels[batch]
        mirrored = draw.random(BATCH) < 0.5
        x[mirrored] = x[mirrored, :, ::-1]
        x = torch.from_numpy((x[..., ::-1] - mean).transpose(0, 3, 1, 2).copy())
        loss = torch.nn.functional.multilabel_soft_margin_loss(model(x).mean((2, 3)), tags[batch])
        sgd.zero_grad()
        loss.backward()
        sgd.step()
        poly.step()
        total += loss.item()
    print(f"epoch {epoch + 1} loss {total / per_epoch:.4f} {per_epoch * BATCH / (time.perf_counter() - start):.1f} images/s", flush=True)
