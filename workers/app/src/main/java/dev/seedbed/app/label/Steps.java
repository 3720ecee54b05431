package dev.seedbed.app.label;

import dev.seedbed.data.Progress;
import java.util.concurrent.atomic.AtomicInteger;

/** Images that several threads have done, told at every hundredth of the way. */
final class Steps {

    private final Progress progress;
    private final String step;
    private final int total;
    private final AtomicInteger done = new AtomicInteger();

    Steps(Progress progress, String step, int total) {
        this.progress = progress;
        this.step = step;
        this.total = total;
    }

    void next() {
        int now = done.incrementAndGet();
        if (now == total || 100L * now / total != 100L * (now - 1) / total) {
            progress.at(step, now, total);
        }
    }
}
