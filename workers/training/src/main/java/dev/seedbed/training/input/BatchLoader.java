package dev.seedbed.training.input;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.Raster;
import dev.seedbed.imaging.SeedMaps;
import dev.seedbed.stage.Training;
import dev.seedbed.training.draw.Draws;
import dev.seedbed.training.weights.InputConvention;
import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Prepares batches on threads of its own, a few steps ahead of the device: decodes, varies, presents, draws dropout masks. What a
 * batch holds depends on the seed and its step alone, not on the threads.
 */
public final class BatchLoader implements AutoCloseable {

    private static final int AHEAD = 2;
    private static final long MAX_KEPT_BYTES = 256L << 20;

    private final Plan plan;
    private final Schedule schedule;
    private final Augmentation augmentation;
    private final Pixels presentation;
    private final Batch.Layout layout;
    private final Arena memory = Arena.ofShared();
    private final Queue<Batch> free = new ConcurrentLinkedQueue<>();
    private final ArrayDeque<Future<Loaded>> ahead = new ArrayDeque<>();
    private final AtomicReferenceArray<Augmentation.Example> kept;
    private final AtomicLong keptBytes = new AtomicLong();
    private final ExecutorService threads;
    private long nextStep;

    /**
     * What to load.
     *
     * @param classes foreground classes, as many as a picture has tags; labels go no higher
     * @param needs what batches hold besides pictures and tags; every picture must then have it
     * @param dropouts shapes of the dropout masks of a step
     * @param seed of order, variation and dropout
     */
    public record Plan(
            PictureSource pictures,
            Training training,
            InputConvention convention,
            int classes,
            Needs needs,
            List<Shape> dropouts,
            long seed) {}

    /** A step's input; close it when the device is done with it. */
    public final class Loaded implements AutoCloseable {

        private final Batch batch;
        private final int[] pictures;

        private Loaded(Batch batch, int[] pictures) {
            this.batch = batch;
            this.pictures = pictures;
        }

        /** Its arrays, which must end before this is closed. */
        public BatchArrays upload(NDManager manager) {
            return batch.upload(manager);
        }

        /** The names of its pictures. */
        public List<String> ids() {
            return Arrays.stream(pictures).mapToObj(plan.pictures::id).toList();
        }

        @Override
        public void close() {
            free.add(batch);
        }
    }

    /**
     * @param firstStep the step to begin with, from 0
     * @param threadCount at least 1
     */
    public BatchLoader(Plan plan, long firstStep, int threadCount) {
        this.plan = plan;
        this.schedule = Schedule.of(plan.pictures.size(), plan.training);
        this.augmentation = new Augmentation(plan.training);
        this.presentation = new Pixels(plan.convention);
        this.layout = new Batch.Layout(plan.training.batch(), plan.training.sidePx(), plan.classes, plan.needs, plan.dropouts,
                plan.training.dropout());
        this.kept = new AtomicReferenceArray<>(plan.pictures.size());
        this.threads = Executors.newFixedThreadPool(threadCount, Thread.ofPlatform().daemon().name("batch-loader-", 0).factory());
        this.nextStep = firstStep;
        for (int i = 0; i < AHEAD + threadCount - 1; i++) {
            startNext();
        }
    }

    private void startNext() {
        long step = nextStep++;
        if (step < schedule.steps()) {
            ahead.add(threads.submit(() -> load(step)));
        }
    }

    /**
     * The next step's input, waiting for it if need be.
     *
     * @throws IllegalStateException if there are no more steps
     * @throws RuntimeException whatever went wrong on the loader's threads
     */
    public Loaded next() {
        Future<Loaded> head = ahead.poll();
        if (head == null) {
            throw new IllegalStateException("there is no step after " + schedule.steps());
        }
        startNext();
        try {
            return head.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a batch", e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case Throwable cause -> throw new IllegalStateException("a batch could not be loaded", cause);
            }
        }
    }

    private Loaded load(long step) {
        Batch batch = Optional.ofNullable(free.poll()).orElseGet(() -> new Batch(layout, memory));
        int[] pictures = schedule.pictures(plan.seed, step);
        for (int i = 0; i < pictures.length; i++) {
            Draws draws = Draws.of(plan.seed, Draws.Purpose.AUGMENTATION, schedule.epoch(step), pictures[i]);
            batch.put(i, augmentation.vary(prepared(pictures[i]), draws), tags(pictures[i]), presentation);
        }
        batch.drawMasks(Draws.of(plan.seed, Draws.Purpose.DROPOUT, step));
        return new Loaded(batch, pictures);
    }

    private float[] tags(int index) {
        float[] tags = plan.pictures.tags(index);
        if (tags.length != plan.classes) {
            throw new IllegalArgumentException(
                    "picture " + plan.pictures.id(index) + " has " + tags.length + " tags, there are " + plan.classes + " classes");
        }
        return tags;
    }

    /** Pictures are kept, decoded and squashed, as far as memory for them goes. */
    private Augmentation.Example prepared(int picture) {
        Augmentation.Example known = kept.get(picture);
        if (known != null) {
            return known;
        }
        Augmentation.Example example = augmentation.prepare(decoded(picture));
        if (keptBytes.addAndGet(example.bytes()) <= Math.min(MAX_KEPT_BYTES, Runtime.getRuntime().maxMemory() / 8)) {
            kept.set(picture, example);
        }
        return example;
    }

    private Augmentation.Example decoded(int index) {
        Raster picture = plan.pictures.picture(index);
        return new Augmentation.Example(
                picture,
                plan.needs.labels() ? Optional.of(labels(index, picture, plan.pictures.mask(index))) : Optional.empty(),
                plan.needs.otherLabels() ? Optional.of(labels(index, picture, plan.pictures.otherMask(index))) : Optional.empty(),
                plan.needs.boxes() ? plan.pictures.boxes(index) : List.of(),
                plan.needs.grid().isPresent() ? Optional.of(onGrid(index, picture, plan.needs.grid().getAsInt())) : Optional.empty());
    }

    private Mask labels(int index, Raster picture, Optional<Mask> known) {
        Mask mask = known.orElseThrow(
                () -> new IllegalArgumentException("picture " + plan.pictures.id(index) + " has no labels to learn from"));
        if (mask.width() != picture.width() || mask.height() != picture.height()) {
            throw new IllegalArgumentException("the labels of picture " + plan.pictures.id(index) + " are " + mask.width() + "x"
                    + mask.height() + ", the picture is " + picture.width() + "x" + picture.height());
        }
        for (int pixel = 0; pixel < mask.labels().length; pixel++) {
            if (mask.at(pixel) > plan.classes && mask.at(pixel) != Mask.IGNORE) {
                throw new IllegalArgumentException("the labels of picture " + plan.pictures.id(index) + " name class " + mask.at(pixel)
                        + ", there are " + plan.classes + " besides background");
            }
        }
        return mask;
    }

    private Shown.OnGrid onGrid(int index, Raster picture, int grid) {
        SeedMaps cues = plan.pictures.cues(index).orElseThrow(
                () -> new IllegalArgumentException("picture " + plan.pictures.id(index) + " has no cues to learn from"));
        if (cues.height() != grid || cues.width() != grid || cues.classes() != 1 + plan.classes) {
            throw new IllegalArgumentException("the cues of picture " + plan.pictures.id(index) + " are for " + cues.classes() + " classes on "
                    + cues.width() + "x" + cues.height() + " places, the network has " + (1 + plan.classes) + " on " + grid + "x" + grid);
        }
        return new Shown.OnGrid(
                Resampling.resize(picture, grid, grid), cues, plan.pictures.truth(index).map(mask -> Resampling.resize(mask, grid, grid)));
    }

    /** Ends the threads and frees the memory of all batches. */
    @Override
    public void close() {
        threads.shutdownNow();
        boolean interrupted = false;
        while (true) {
            try {
                if (threads.awaitTermination(1, TimeUnit.DAYS)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        memory.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
