package dev.seedbed.data.scenes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What can be seen in a scene. Bodies lie in a frame of their own, from −1 to 1 along u and within ±1 across, v; the texture is a faint
 * pattern on a body whose colour hints at the class at most; the badge is the small part that tells the class at a glance.
 */
enum SceneClass {
    FISH(0xF2C400, 0x101010, 0.42, 0.0) {
        @Override
        boolean body(double u, double v) {
            boolean trunk = Math.abs(v) < 0.46 * (1 - (u - 0.15) * (u - 0.15) / 0.72);
            boolean tail = u < -0.5 && Math.abs(v) < 0.12 + 0.75 * (-0.5 - u);
            return u > -1 && (trunk || tail);
        }

        @Override
        double texture(double u, double v) {
            return wave(4 * u);
        }

        @Override
        boolean pattern(double a, double b) {
            return Math.abs(b) < 0.33;
        }
    },
    DRUM(0xE01818, 0xFFFFFF, 0.55, 0.0) {
        @Override
        boolean body(double u, double v) {
            double x = Math.max(Math.abs(u) - 0.75, 0);
            double y = Math.max(Math.abs(v) - 0.38, 0);
            return x * x + y * y < 0.04;
        }

        @Override
        double texture(double u, double v) {
            return wave(2.5 * (u + v)) * wave(2.5 * (u - v)) > 0 ? 1 : -1;
        }

        @Override
        boolean pattern(double a, double b) {
            return Math.sqrt(a * a + b * b) * 3 % 2 < 1;
        }
    },
    SHELL(0x1038D8, 0xF8F8F8, -0.35, 0.0) {
        @Override
        boolean body(double u, double v) {
            double radius = Math.sqrt((u + 0.8) * (u + 0.8) + v * v);
            return radius < 1.72 && Math.abs(v) < 0.08 + 0.52 * (u + 0.95);
        }

        @Override
        double texture(double u, double v) {
            return 0.6 * wave(9 * v / (u + 1.5));
        }

        @Override
        boolean pattern(double a, double b) {
            return Math.abs(a) < 0.22 || Math.abs(b) < 0.22;
        }
    },
    KITE(0x10B040, 0xE818C8, 0.25, 0.0) {
        @Override
        boolean body(double u, double v) {
            return u < 0.3 ? Math.abs(v) < 0.62 * (u + 1) / 1.3 : Math.abs(v) < 0.62 * (1 - u) / 0.7;
        }

        @Override
        double texture(double u, double v) {
            return wave(5 * v);
        }

        @Override
        boolean pattern(double a, double b) {
            return a * b > 0;
        }
    },
    FLOWER(0xFF7A10, 0x182078, 0.0, 0.0) {
        @Override
        boolean body(double u, double v) {
            double angle = StrictMath.atan2(v, u);
            return Math.sqrt(u * u + v * v) < 0.68 + 0.22 * StrictMath.cos(5 * angle);
        }

        @Override
        double texture(double u, double v) {
            return wave(4 * Math.sqrt(u * u + v * v));
        }

        @Override
        boolean pattern(double a, double b) {
            return a > 0;
        }
    },
    MOON(0x18C8D8, 0xA01010, 0.0, -0.62) {
        @Override
        boolean body(double u, double v) {
            double inner = u * u + (v - 0.55) * (v - 0.55);
            return u * u + v * v < 1 && inner > 0.42 && v < 0.55;
        }

        @Override
        double texture(double u, double v) {
            double x = 3.2 * u - StrictMath.floor(3.2 * u) - 0.5;
            double y = 3.2 * v - StrictMath.floor(3.2 * v) - 0.5;
            return x * x + y * y < 0.08 ? 1.4 : -0.5;
        }

        @Override
        boolean pattern(double a, double b) {
            double x = 2 * a - StrictMath.floor(2 * a) - 0.5;
            double y = 2 * b - StrictMath.floor(2 * b) - 0.5;
            return x * x + y * y < 0.09;
        }
    };

    private static final double BADGE_RADIUS = 0.24;

    private final Colour first;
    private final Colour second;
    private final double badgeU;
    private final double badgeV;

    SceneClass(int first, int second, double badgeU, double badgeV) {
        this.first = Colour.of(first);
        this.second = Colour.of(second);
        this.badgeU = badgeU;
        this.badgeV = badgeV;
    }

    /** Whether a point of the frame belongs to the body. */
    abstract boolean body(double u, double v);

    /** The body's pattern, about −1 to 1. */
    abstract double texture(double u, double v);

    /** Which of its two colours the badge has; a and b are −1 to 1 in the badge. */
    abstract boolean pattern(double a, double b);

    /** The badge's colour at a point of the frame, or empty beside the badge. */
    Optional<Colour> badge(double u, double v) {
        double a = (u - badgeU) / BADGE_RADIUS;
        double b = (v - badgeV) / BADGE_RADIUS;
        return a * a + b * b > 1 ? Optional.empty() : Optional.of(pattern(a, b) ? second : first);
    }

    /** Index among a data set's classes; background is 0. */
    int label() {
        return ordinal() + 1;
    }

    /** Names by label. */
    static List<String> names() {
        var names = new ArrayList<>(List.of("background"));
        Arrays.stream(values()).map(c -> c.name().toLowerCase(Locale.ROOT)).forEach(names::add);
        return List.copyOf(names);
    }

    /** A triangle wave of period 1 in [−1, 1]. */
    private static double wave(double t) {
        return 4 * Math.abs(t - StrictMath.floor(t) - 0.5) - 1;
    }
}
