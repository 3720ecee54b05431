package dev.seedbed.campaign;

import io.temporal.activity.Activity;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A campaign's course that ends after so many pieces of news, without a database. */
final class FakeCourse implements CampaignActivities {

    final List<Deed> deeds = new CopyOnWriteArrayList<>();
    final List<Boolean> openings = new CopyOnWriteArrayList<>();
    final AtomicInteger advances = new AtomicInteger();
    final AtomicInteger news = new AtomicInteger();
    /** Answers by deed, so that one that is told twice is applied once. */
    private final ConcurrentHashMap<UUID, Answer> answers = new ConcurrentHashMap<>();
    /** How much news there is in all; then the campaign is done. */
    volatile int most = 3;
    volatile boolean quiet;
    volatile boolean cancelled;

    @Override
    public Step advance(long campaignId, boolean opening) {
        advances.incrementAndGet();
        openings.add(opening);
        Optional<Ending> ending = cancelled ? Optional.of(Ending.CANCELLED) : Optional.of(Ending.DONE).filter(_ -> news.get() >= most);
        return new Step(ending, 1);
    }

    @Override
    public Answer steer(long campaignId, Deed deed) {
        return answers.computeIfAbsent(deed.id(), _ -> switch (deed.action()) {
            case Action.Pause _ -> new Answer(false, "paused already");
            case Action.Cancel _ -> {
                deeds.add(deed);
                cancelled = true;
                yield new Answer(true, "is being cancelled");
            }
            case Action.Resume _, Action.Extend _, Action.Set _, Action.ChangeSpace _, Action.AddPoint _, Action.Fork _, Action.Retry _,
                    Action.Approve _ -> {
                deeds.add(deed);
                yield new Answer(true, "done");
            }
        });
    }

    @Override
    public void awaitNews(long campaignId, int running) {
        while (quiet) {
            Activity.getExecutionContext().heartbeat(null);
            sleep();
        }
        news.incrementAndGet();
    }

    private static void sleep() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
