package dev.seedbed.training;

import dev.seedbed.artifact.DatasetManifest;
import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.Raster;
import dev.seedbed.training.draw.Draws;
import dev.seedbed.training.input.PictureSource;
import dev.seedbed.training.weights.BuiltinWeights;
import dev.seedbed.training.weights.Safetensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Drawn pictures: on grey noise a square whose colour is its class, 1 red, 2 green, 3 blue; masks with a void border, the square's box. */
public final class Drawn implements PictureSource {

    public static final List<String> CLASSES = List.of("red", "green", "blue");

    private final List<Raster> pictures = new ArrayList<>();
    private final List<Mask> masks = new ArrayList<>();
    private final List<float[]> tags = new ArrayList<>();
    private final List<DatasetManifest.Box> boxes = new ArrayList<>();

    public static Safetensors squeezeNet() {
        return Safetensors.read("squeezenet1_1", BuiltinWeights.find("squeezenet1_1").orElseThrow());
    }

    /** Pictures of one size. */
    public static Drawn squares(int count, int sidePx) {
        Drawn drawn = new Drawn();
        for (int i = 0; i < count; i++) {
            drawn.add(i, sidePx, sidePx);
        }
        return drawn;
    }

    /** Pictures of two alternating sizes. */
    public static Drawn rectangles(int count) {
        Drawn drawn = new Drawn();
        for (int i = 0; i < count; i++) {
            drawn.add(i, i % 2 == 0 ? 48 : 40, i % 2 == 0 ? 40 : 56);
        }
        return drawn;
    }

    private void add(int index, int width, int height) {
        Draws draws = Draws.of(7, Draws.Purpose.ORDER, index);
        byte[] rgb = new byte[3 * width * height];
        byte[] labels = new byte[width * height];
        int label = 1 + index % CLASSES.size();
        int side = Math.min(width, height) / 2;
        int left = draws.nextInt(width - side);
        int top = draws.nextInt(height - side);
        for (int y = 0, at = 0; y < height; y++) {
            for (int x = 0; x < width; x++, at++) {
                boolean inside = x >= left && x < left + side && y >= top && y < top + side;
                int noise = 90 + draws.nextInt(60);
                for (int c = 0; c < 3; c++) {
                    rgb[3 * at + c] = (byte) (inside ? (c == label - 1 ? 220 : 30) : noise);
                }
                boolean border = x == 0 || y == 0;
                labels[at] = (byte) (border ? Mask.IGNORE : inside ? label : 0);
            }
        }
        pictures.add(new Raster(width, height, rgb));
        masks.add(new Mask(width, height, labels));
        boxes.add(new DatasetManifest.Box(left, top, left + side, top + side, label, false));
        float[] own = new float[CLASSES.size()];
        own[label - 1] = 1;
        tags.add(own);
    }

    @Override
    public int size() {
        return pictures.size();
    }

    @Override
    public String id(int index) {
        return "drawn-" + index;
    }

    @Override
    public Raster picture(int index) {
        return pictures.get(index);
    }

    @Override
    public Optional<Mask> mask(int index) {
        return Optional.of(masks.get(index));
    }

    @Override
    public float[] tags(int index) {
        return tags.get(index);
    }

    @Override
    public Optional<Mask> otherMask(int index) {
        return mask(index);
    }

    @Override
    public Optional<Mask> truth(int index) {
        return mask(index);
    }

    @Override
    public List<DatasetManifest.Box> boxes(int index) {
        return List.of(boxes.get(index));
    }
}
