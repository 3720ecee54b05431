package dev.seedbed.app.stage;

import dev.seedbed.app.stage.StageWork.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Does something with every image of a list, several at a time; as many images are held as there are threads. */
final class EachImage {

    private EachImage() {}

    /**
     * @param doing what is done, for the progress
     * @param images how many there are
     * @param body gets every index from 0 once; any order, any thread
     * @throws StageStopped if the work asks to stop
     */
    static void run(String doing, int images, StageWork work, IntConsumer body) {
        var next = new AtomicInteger();
        var done = new AtomicInteger();
        long start = System.nanoTime();
        try (var pool = Executors.newFixedThreadPool(Math.clamp(images, 1, work.threads()))) {
            List<Future<?>> workers = new ArrayList<>();
            for (int i = 0; i < Math.clamp(images, 1, work.threads()); i++) {
                workers.add(pool.submit(() -> {
                    for (int image = next.getAndIncrement(); image < images; image = next.getAndIncrement()) {
                        if (work.stopRequested()) {
                            throw work.stopped();
                        }
                        body.accept(image);
                        int count = done.incrementAndGet();
                        work.progress(Progress.of(doing, count, images, start, Map.of()));
                    }
                }));
            }
            await(workers, next, images, work);
        }
    }

    private static void await(List<Future<?>> workers, AtomicInteger next, int images, StageWork work) {
        RuntimeException failure = null;
        for (Future<?> worker : workers) {
            try {
                worker.get();
            } catch (ExecutionException e) {
                next.set(images);
                failure = failure == null ? asRuntime(e.getCause()) : failure;
            } catch (InterruptedException e) {
                next.set(images);
                Thread.currentThread().interrupt();
                failure = work.stopped();
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static RuntimeException asRuntime(Throwable cause) {
        return switch (cause) {
            case RuntimeException exception -> exception;
            case Error error -> throw error;
            default -> new IllegalStateException(cause);
        };
    }
}
