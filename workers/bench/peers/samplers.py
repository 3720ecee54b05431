"""Searches the functions of SamplersBench with Optuna's TPE, to be measured beside Seedbed's.

usage: python samplers.py [SEEDS] [FUNCTION...]     (optuna)

Prints the median over seeds (20) of the best of 100 points, of two objectives (zdt1) of the area that the front leaves below (1.1, 10),
and the processor time to ask for a point at 1,000 observations.
"""
import math
import statistics
import sys
import time
import warnings

import optuna

optuna.logging.set_verbosity(optuna.logging.ERROR)
warnings.simplefilter("ignore")
POINTS = 100


def branin(t):
    x, y = t.suggest_float("x", -5, 10), t.suggest_float("y", 0, 15)
    return (y - 5.1 / (4 * math.pi**2) * x * x + 5 / math.pi * x - 6) ** 2 + 10 * (1 - 1 / (8 * math.pi)) * math.cos(x) + 10


ALPHA = [1.0, 1.2, 3.0, 3.2]
A = [[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]]
P = [[1312, 1696, 5569, 124, 8283, 5886], [2329, 4135, 8307, 3736, 1004, 9991],
     [2348, 1451, 3522, 2883, 3047, 6650], [4047, 8828, 8732, 5743, 1091, 381]]


def hartmann6(t):
    x = [t.suggest_float(f"x{j}", 0, 1) for j in range(6)]
    return -sum(ALPHA[i] * math.exp(-sum(A[i][j] * (x[j] - P[i][j] * 1e-4) ** 2 for j in range(6))) for i in range(4))


def ackley4(t):
    x = [t.suggest_float(f"x{j}", -32, 32) for j in range(4)]
    return -20 * math.exp(-0.2 * math.sqrt(sum(v * v for v in x) / 4)) - math.exp(sum(math.cos(2 * math.pi * v) for v in x) / 4) + 20 + math.e


def mixed(t):
    rate = t.suggest_float("rate", 1e-5, 1e-1, log=True)
    batch = t.suggest_int("batch", 4, 64, step=4)
    depth = t.suggest_int("depth", 1, 100, log=True)
    share = t.suggest_float("share", 0, 1, step=0.05)
    kind = t.suggest_categorical("kind", ["a", "b", "c", "d", "e"])
    mode = t.suggest_categorical("mode", ["p", "q", "r"])
    offset = {"a": -3, "b": -2, "c": -4, "d": -2.5, "e": -3.5}[kind]
    return ((math.log10(rate) - offset) ** 2 + ((batch - 24) / 16) ** 2 + math.log(depth / 12) ** 2 / 2 + 4 * (share - 0.35) ** 2
            + {"a": 0.6, "b": 1.5, "c": 0, "d": 1, "e": 0.3}[kind] + {"p": 0.5, "q": 0, "r": 1}[mode])


def conditional(t):
    kind = t.suggest_categorical("kind", ["near", "far", "none"])
    z = t.suggest_float("z", 0, 1)
    if kind == "none":
        return 2 + (z - 0.5) ** 2
    if kind == "near":
        u, v = t.suggest_float("near.u", -5, 5), t.suggest_float("near.v", -5, 5)
        return 0.5 + (u - 1) ** 2 + (v + 2) ** 2 + 4 * (z - 0.2) ** 2
    w = t.suggest_float("far.w", 1e-3, 1e3, log=True)
    return (math.log10(w) - 1.3) ** 2 + 4 * (z - 0.8) ** 2 + 0.2 * (1 + math.cos(6 * math.log10(w) - 7.8 + math.pi))


def zdt1(t):
    x = [t.suggest_float(f"x{j}", 0, 1) for j in range(6)]
    g = 1 + 9 * sum(x[1:]) / 5
    return x[0], g * (1 - math.sqrt(x[0] / g))


def area_left(multivariate, seed):
    study = optuna.create_study(
        sampler=optuna.samplers.TPESampler(seed=seed, multivariate=multivariate), directions=["minimize", "minimize"])
    study.optimize(zdt1, n_trials=POINTS)
    area, covered = 11.0, 0.0
    for left, right in sorted((trial.values for trial in study.best_trials), reverse=True):
        area -= (1.1 - left - covered) * max(0, 10 - right)
        covered = 1.1 - left
    return area


def best(function, multivariate, seed):
    if function is zdt1:
        return area_left(multivariate, seed)
    sampler = optuna.samplers.TPESampler(seed=seed, multivariate=multivariate, group=multivariate)
    study = optuna.create_study(sampler=sampler)
    study.optimize(function, n_trials=POINTS)
    return study.best_value


def ask_time(function, multivariate):
    study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=0, multivariate=multivariate, group=multivariate))
    study.optimize(function, n_trials=1000)
    times = []
    for _ in range(50):
        start = time.process_time()
        function(study.ask())
        times.append(time.process_time() - start)
    return statistics.median(times) * 1e3


functions = {f.__name__: f for f in (branin, hartmann6, ackley4, mixed, conditional, zdt1)}
seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
print("optuna", optuna.__version__)
for name in sys.argv[2:] or functions:
    for multivariate in (False, True):
        values = sorted(best(functions[name], multivariate, seed) for seed in range(seeds))
        quarter = len(values) // 4
        print(f"{name:12} {'multivariate' if multivariate else 'univariate':12} median {statistics.median(values):9.4f}"
              f"   quartiles {values[quarter]:9.4f} {values[-1 - quarter]:9.4f}", flush=True)
for multivariate in (False, True):
    print(f"ask at 1,000 observations of hartmann6, multivariate={multivariate}: {ask_time(hartmann6, multivariate):.1f} ms", flush=True)
