package dev.seedbed.training.infer;

import dev.seedbed.imaging.Raster;
import dev.seedbed.training.input.PictureSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/**
 * Cuts pictures into batches of one size each, in an order that depends on the pictures alone. Pictures are decoded on a thread of
 * their own, one ahead; no more than a few batches are held.
 */
final class SizeBatches {

    private static final int MAX_WAITING = 64;

    private final PictureSource pictures;
    private final long maxPixels;
    private final BooleanSupplier cancelled;
    private final Map<Size, List<Integer>> waiting = new LinkedHashMap<>();
    private final Map<Integer, Raster> decoded = new LinkedHashMap<>();

    private record Size(int width, int height) {}

    /**
     * @param maxPixels of a batch; a batch has at least one picture, however large
     * @param cancelled asked before every batch
     */
    SizeBatches(PictureSource pictures, long maxPixels, BooleanSupplier cancelled) {
        this.pictures = pictures;
        this.maxPixels = maxPixels;
        this.cancelled = cancelled;
    }

    /**
     * Gives every picture to the work once.
     *
     * @throws CancellationException if cancelled
     */
    void forEach(BiConsumer<List<Integer>, List<Raster>> work) {
        try (ExecutorService decoder = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("picture-reader").factory())) {
            Future<Raster> next = null;
            for (int i = 0; i < pictures.size(); i++) {
                Raster picture = next == null ? pictures.picture(i) : result(next);
                int following = i + 1;
                next = following < pictures.size() ? decoder.submit(() -> pictures.picture(following)) : null;
                add(i, picture, work);
            }
        }
        while (!waiting.isEmpty()) {
            flush(waiting.keySet().iterator().next(), work);
        }
    }

    private void add(int index, Raster picture, BiConsumer<List<Integer>, List<Raster>> work) {
        Size size = new Size(picture.width(), picture.height());
        List<Integer> alike = waiting.computeIfAbsent(size, _ -> new ArrayList<>());
        alike.add(index);
        decoded.put(index, picture);
        if ((alike.size() + 1L) * size.width * size.height > maxPixels) {
            flush(size, work);
        } else if (decoded.size() >= MAX_WAITING) {
            flush(fullest(), work);
        }
    }

    private Size fullest() {
        return waiting.entrySet().stream()
                .reduce((a, b) -> b.getValue().size() > a.getValue().size() ? b : a)
                .orElseThrow()
                .getKey();
    }

    private void flush(Size size, BiConsumer<List<Integer>, List<Raster>> work) {
        if (cancelled.getAsBoolean()) {
            throw new CancellationException("stopped on request");
        }
        List<Integer> indices = waiting.remove(size);
        work.accept(indices, indices.stream().map(decoded::remove).toList());
    }

    private static Raster result(Future<Raster> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while reading pictures");
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case Throwable cause -> throw new IllegalStateException("a picture could not be read", cause);
            }
        }
    }
}
