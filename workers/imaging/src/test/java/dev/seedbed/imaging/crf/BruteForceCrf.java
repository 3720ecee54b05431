package dev.seedbed.imaging.crf;

import dev.seedbed.imaging.FloatMaps;
import dev.seedbed.imaging.Raster;

/** The same CRF with its kernels as whole matrices, O(pixels²), in double precision: the oracle for small images. */
final class BruteForceCrf {

    private BruteForceCrf() {}

    static double[][] infer(DenseCrf crf, FloatMaps unary, Raster image) {
        double[][] gaussian = kernel(image, crf.gaussianWeight(), crf.gaussianSxy(), Double.POSITIVE_INFINITY);
        double[][] bilateral = kernel(image, crf.bilateralWeight(), crf.bilateralSxy(), crf.bilateralSrgb());
        int n = unary.area();
        double[][] scores = new double[unary.channels()][n];
        for (int l = 0; l < scores.length; l++) {
            for (int i = 0; i < n; i++) {
                scores[l][i] = -unary.values()[l * n + i];
            }
        }
        double[][] q = softmax(scores);
        for (int step = 0; step < crf.iterations(); step++) {
            double[][] next = new double[scores.length][n];
            for (int l = 0; l < scores.length; l++) {
                for (int i = 0; i < n; i++) {
                    next[l][i] = scores[l][i];
                    for (int j = 0; j < n; j++) {
                        next[l][i] += (gaussian[i][j] + bilateral[i][j]) * q[l][j];
                    }
                }
            }
            q = softmax(next);
        }
        return q;
    }

    private static double[][] kernel(Raster image, double weight, double sxy, double srgb) {
        int n = image.width() * image.height();
        double[][] kernel = new double[n][n];
        double[] sums = new double[n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double distance = square(i % image.width() - j % image.width(), sxy) + square(i / image.width() - j / image.width(), sxy);
                for (int c = 0; c < 3; c++) {
                    distance += square((image.rgb()[3 * i + c] & 0xFF) - (image.rgb()[3 * j + c] & 0xFF), srgb);
                }
                kernel[i][j] = Math.exp(-0.5 * distance);
                sums[i] += kernel[i][j];
            }
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                kernel[i][j] *= weight / Math.sqrt(sums[i] * sums[j]);
            }
        }
        return kernel;
    }

    private static double square(double difference, double deviation) {
        return difference / deviation * (difference / deviation);
    }

    private static double[][] softmax(double[][] scores) {
        double[][] q = new double[scores.length][scores[0].length];
        for (int i = 0; i < scores[0].length; i++) {
            double sum = 0;
            for (double[] score : scores) {
                sum += Math.exp(score[i]);
            }
            for (int l = 0; l < scores.length; l++) {
                q[l][i] = Math.exp(scores[l][i]) / sum;
            }
        }
        return q;
    }
}
