package dev.seedbed.training.input;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.seedbed.training.draw.Draws;
import dev.seedbed.training.engine.DeviceArrays;
import dev.seedbed.training.network.Dropout;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One step's input in memory that the engine can read, used again for later steps. */
final class Batch {

    private static final int DRAW_BITS = 16;

    private final Layout layout;
    private final ByteBuffer pixels;
    private final ByteBuffer tags;
    private final ByteBuffer labels;
    private final ByteBuffer otherLabels;
    private final Shown[] shown;
    private final List<ByteBuffer> masks;

    /**
     * What a batch holds.
     *
     * @param classes tags per picture
     * @param needs what it holds besides pictures and tags
     * @param dropouts shapes of the dropout masks
     * @param dropoutRate in [0, 1)
     */
    record Layout(int size, int sidePx, int classes, Needs needs, List<Shape> dropouts, double dropoutRate) {

        private int threshold() {
            return (int) Math.round(dropoutRate * (1 << DRAW_BITS));
        }
    }

    Batch(Layout layout, Arena arena) {
        this.layout = layout;
        int area = layout.sidePx * layout.sidePx;
        pixels = DeviceArrays.allocate(arena, (long) layout.size * 3 * area * Float.BYTES);
        tags = DeviceArrays.allocate(arena, (long) layout.size * layout.classes * Float.BYTES);
        labels = DeviceArrays.allocate(arena, layout.needs.labels() ? (long) layout.size * area : 0);
        otherLabels = DeviceArrays.allocate(arena, layout.needs.otherLabels() ? (long) layout.size * area : 0);
        shown = new Shown[layout.size];
        masks = layout.dropouts.stream().map(shape -> DeviceArrays.allocate(arena, shape.size())).toList();
    }

    void put(int position, Augmentation.Framed example, float[] exampleTags, Pixels presentation) {
        int area = layout.sidePx * layout.sidePx;
        presentation.present(example.picture(), pixels.asFloatBuffer().position(position * 3 * area));
        tags.asFloatBuffer().put(position * layout.classes, exampleTags);
        shown[position] = example.shown();
        if (layout.needs.labels()) {
            example.putLabels(example.mask().orElseThrow(), labels.duplicate().position(position * area));
        }
        if (layout.needs.otherLabels()) {
            example.putLabels(example.otherMask().orElseThrow(), otherLabels.duplicate().position(position * area));
        }
    }

    /** Draws all masks: each feature is kept unless its 16 bits are below the rate. */
    void drawMasks(Draws draws) {
        int threshold = layout.threshold();
        for (ByteBuffer mask : masks) {
            ByteBuffer target = mask.duplicate().clear();
            byte[] chunk = new byte[4096];
            while (target.hasRemaining()) {
                int count = Math.min(chunk.length, target.remaining());
                for (int i = 0; i < count; i += 4) {
                    long bits = draws.nextLong();
                    for (int j = i; j < Math.min(i + 4, count); j++, bits >>>= DRAW_BITS) {
                        chunk[j] = (byte) ((bits & 0xFFFF) >= threshold ? 1 : 0);
                    }
                }
                target.put(chunk, 0, count);
            }
        }
    }

    BatchArrays upload(NDManager manager) {
        int n = layout.size;
        int side = layout.sidePx;
        return new BatchArrays(
                DeviceArrays.over(manager, new Shape(n, 3, side, side), DataType.FLOAT32, pixels),
                DeviceArrays.over(manager, new Shape(n, layout.classes), DataType.FLOAT32, tags),
                uploadLabels(manager, layout.needs.labels(), labels),
                uploadLabels(manager, layout.needs.otherLabels(), otherLabels),
                layout.threshold() == 0 ? Dropout.NONE : Dropout.of(uploadMasks(manager)),
                List.of(shown));
    }

    private Optional<NDArray> uploadLabels(NDManager manager, boolean needed, ByteBuffer from) {
        Shape shape = new Shape(layout.size, layout.sidePx, layout.sidePx);
        return needed ? Optional.of(DeviceArrays.over(manager, shape, DataType.UINT8, from)) : Optional.empty();
    }

    private List<NDArray> uploadMasks(NDManager manager) {
        float scale = (float) ((1 << DRAW_BITS) / (double) ((1 << DRAW_BITS) - layout.threshold()));
        List<NDArray> uploaded = new ArrayList<>();
        for (int i = 0; i < masks.size(); i++) {
            NDArray kept = DeviceArrays.over(manager, layout.dropouts.get(i), DataType.UINT8, masks.get(i));
            uploaded.add(kept.toType(DataType.FLOAT32, false).muli(scale));
        }
        return uploaded;
    }
}
