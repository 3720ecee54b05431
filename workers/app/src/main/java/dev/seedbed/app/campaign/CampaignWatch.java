package dev.seedbed.app.campaign;

import dev.seedbed.app.stage.Facts;
import dev.seedbed.app.stage.SignOfLife;
import dev.seedbed.app.engine.TemporalClient;
import dev.seedbed.campaign.TrialWorkflow;
import dev.seedbed.json.Json;
import dev.seedbed.tracking.campaign.CampaignRow;
import dev.seedbed.tracking.campaign.CampaignState;
import dev.seedbed.tracking.campaign.CampaignStore;
import dev.seedbed.tracking.campaign.HistoryRow;
import dev.seedbed.tracking.campaign.HistoryStore;
import dev.seedbed.tracking.campaign.TrialRow;
import dev.seedbed.tracking.campaign.TrialStore;
import dev.seedbed.tracking.stage.StageCatalog;
import dev.seedbed.tracking.stage.StageListing;
import dev.seedbed.tracking.stage.StageStatus;
import dev.seedbed.tracking.worker.MissingExecutor;
import dev.seedbed.tracking.worker.WorkerStore;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Follows a campaign to its end: a line for every stage, decision and trial that is done, and how far the running stages are. */
public final class CampaignWatch {

    private static final Duration LOOK = Duration.ofMillis(1000);

    private final Facts facts;
    private final TemporalClient temporal;
    private final Screen screen;
    private final Set<String> told = new HashSet<>();

    /** Where lines go; what is going on is shown on terminals only. */
    public interface Screen {

        void line(String line);

        /** One line for each running stage, instead of those shown before. */
        void live(List<String> lines);
    }

    public CampaignWatch(Facts facts, TemporalClient temporal, Screen screen) {
        this.facts = facts;
        this.temporal = temporal;
        this.screen = screen;
    }

    /** Returns when the campaign has ended. */
    public CampaignRow follow(String name) throws InterruptedException {
        var campaigns = new CampaignStore(facts.database());
        while (true) {
            CampaignRow campaign = campaigns.find(name).orElseThrow();
            List<TrialRow> trials = new TrialStore(facts.database()).list(Optional.of(name));
            tellNews(name, trials);
            if (campaign.state().isFinal()) {
                screen.live(List.of());
                return campaign;
            }
            screen.live(live(campaign, trials));
            Thread.sleep(LOOK);
        }
    }

    private List<String> live(CampaignRow campaign, List<TrialRow> trials) {
        var lines = new ArrayList<String>();
        if (campaign.state() == CampaignState.PAUSED) {
            lines.add("paused; to go on: ./seedbed resume " + campaign.name());
        }
        trials.stream().filter(trial -> !trial.state().isFinal() && trial.startedAt().isPresent()).forEach(trial -> lines.addAll(running(trial)));
        return lines;
    }

    private void tellNews(String name, List<TrialRow> trials) {
        for (StageListing stage : new StageCatalog(facts.database()).list(Optional.of(name))) {
            boolean done = stage.status() == StageStatus.COMMITTED;
            if (done && told.add("stage " + stage.trial() + "/" + stage.ordinal())) {
                String cost = stage.reused() ? "found" : "computed in " + String.format(Locale.ROOT, "%.1f s", stage.seconds());
                screen.line("trial " + stage.trial() + "  " + stage.kind() + "  " + cost + "  " + stage.key().substring(0, 12));
            }
        }
        for (HistoryRow row : new HistoryStore(facts.database()).list(name)) {
            if (told.add("history " + row.at() + row.what() + row.trial() + row.numbers())) {
                screen.line(row.who().map(user -> user + "  ").orElse("")
                        + row.trial().map(trial -> "trial " + trial + "  decided: ").orElse("")
                        + row.told() + row.why().map(why -> " (" + why + ")").orElse(""));
            }
        }
        for (MissingExecutor missing : new WorkerStore(facts.database()).missing()) {
            if (missing.campaign().equals(name) && told.add(missing.sentence())) {
                screen.line(missing.sentence());
            }
        }
        for (TrialRow trial : trials) {
            if (trial.state().isFinal() && told.add("trial " + trial.number() + trial.state())) {
                screen.line("trial " + trial.number() + " (" + trial.name() + ") is " + trial.state().name().toLowerCase(Locale.ROOT)
                        + trial.error().map(error -> ": " + error).orElse(""));
            }
        }
    }

    /** What the heartbeats of a trial's stages say; nothing while Temporal does not answer. */
    private List<String> running(TrialRow trial) {
        try {
            var request = DescribeWorkflowExecutionRequest.newBuilder()
                    .setNamespace(temporal.workflows().getOptions().getNamespace())
                    .setExecution(WorkflowExecution.newBuilder().setWorkflowId(TrialWorkflow.id(trial.id())))
                    .build();
            var description = temporal.service().blockingStub().withDeadlineAfter(3, TimeUnit.SECONDS).describeWorkflowExecution(request);
            var lines = new ArrayList<String>();
            for (PendingActivityInfo activity : description.getPendingActivitiesList()) {
                if (activity.hasLastFailure() && told.add(activity.getActivityId() + activity.getLastFailure().getMessage())) {
                    screen.line("trial " + trial.number() + "  will try again after: " + activity.getLastFailure().getMessage());
                }
                if (activity.getHeartbeatDetails().getPayloadsCount() > 0 && activity.getActivityType().getName().equals("stage")) {
                    String json = activity.getHeartbeatDetails().getPayloads(0).getData().toStringUtf8();
                    lines.add("trial " + trial.number() + "  " + describe(Json.read(json, SignOfLife.class)));
                }
            }
            return lines;
        } catch (io.grpc.StatusRuntimeException e) {
            return List.of();
        }
    }

    private static String describe(SignOfLife sign) {
        var progress = sign.progress();
        var line = new StringBuilder(sign.kind());
        sign.round().ifPresent(round -> line.append(" round ").append(round));
        line.append("  ").append(progress.doing());
        if (progress.total() > 0) {
            line.append("  ").append(progress.done()).append('/').append(progress.total());
        }
        if (progress.perSecond() > 0) {
            line.append(String.format(Locale.ROOT, "  %.1f images/s", progress.perSecond()));
        }
        if (progress.secondsLeft() > 0) {
            line.append("  ").append(Duration.ofSeconds((long) progress.secondsLeft()).toString().substring(2).toLowerCase(Locale.ROOT)).append(" left");
        }
        progress.metrics().entrySet().stream()
                .sorted(java.util.Map.Entry.comparingByKey())
                .forEach(metric -> line.append(String.format(Locale.ROOT, "  %s %.3g", metric.getKey(), metric.getValue())));
        return line.toString();
    }
}
