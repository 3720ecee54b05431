package dev.seedbed.campaign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seedbed.artifact.DatasetRef;
import dev.seedbed.artifact.Sha256;
import dev.seedbed.json.Json;
import dev.seedbed.method.AdversarialErasing;
import dev.seedbed.method.DatasetCard;
import dev.seedbed.method.Decision;
import dev.seedbed.method.FakeStages;
import dev.seedbed.method.Outcome;
import dev.seedbed.search.Verdict;
import dev.seedbed.stage.StageActivities;
import dev.seedbed.stage.StageAnswer;
import dev.seedbed.stage.StageRequest;
import dev.seedbed.stage.StageSpec;
import dev.seedbed.stage.Standing;
import dev.seedbed.stage.Failures;
import io.temporal.activity.Activity;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Control and stage activities over maps instead of a database. */
final class FakeRows implements ControlActivities, StageActivities {

    final Map<String, StageAnswer.Done> committed = new ConcurrentHashMap<>();
    final List<String> computed = new CopyOnWriteArrayList<>();
    final List<String> awaited = new CopyOnWriteArrayList<>();
    final Map<Long, Ending> trials = new ConcurrentHashMap<>();
    final Map<Long, String> errors = new ConcurrentHashMap<>();
    final Map<Long, Ending> campaigns = new ConcurrentHashMap<>();
    final Map<String, Decision> decisions = new ConcurrentHashMap<>();
    /** Kinds whose first request finds somebody else at work. */
    final List<String> busyOnce = new CopyOnWriteArrayList<>();
    /** Kinds whose first request is told to wait for its turn. */
    final List<String> deferredOnce = new CopyOnWriteArrayList<>();
    final List<String> turns = new CopyOnWriteArrayList<>();
    /** Kinds that fail for good. */
    final List<String> failing = new CopyOnWriteArrayList<>();
    /** Kinds that work until they are cancelled. */
    final List<String> endless = new CopyOnWriteArrayList<>();
    /** Kinds whose undivided batch needs more memory than there is. */
    final List<String> exhausting = new CopyOnWriteArrayList<>();
    final List<RungReport> reports = new CopyOnWriteArrayList<>();
    /** What trials are first told at rungs, going on unless said. */
    final Map<Integer, Verdict.Decision> verdicts = new ConcurrentHashMap<>();
    final List<GateCheck> gates = new CopyOnWriteArrayList<>();
    final List<StageRequest> requests = new CopyOnWriteArrayList<>();
    volatile GateAnswer.Outcome gate = GateAnswer.Outcome.APPROVED;
    volatile TrialCourse course = TrialCourse.plain();

    @Override
    public List<Long> openCampaign(long campaignId) {
        return List.of(campaignId * 10 + 1, campaignId * 10 + 2);
    }

    @Override
    public void closeCampaign(long campaignId, Ending ending) {
        campaigns.put(campaignId, ending);
    }

    @Override
    public TrialInput openTrial(long trialId) {
        var settings = (ObjectNode) Json.tree(new AdversarialErasing().defaults());
        ((ObjectNode) settings.get("backbone")).put("weights", Sha256.of("weights"));
        ((ObjectNode) settings.get("segmenter")).put("epochs", (int) trialId);
        var card = new DatasetCard(
                new DatasetRef("toy", Sha256.of("toy")), Map.of("train", 100, "val", 20), false, Optional.of(Map.of("train", 120)),
                Optional.empty(), Optional.empty(), Optional.empty());
        return new TrialInput(trialId, "adversarial-erasing", card, settings, 0, versions(), Optional.of(course));
    }

    private static Map<String, String> versions() {
        return List.of("train-classifier", "activation-maps", "mine-regions", "fuse-regions", "train-segmenter", "predict-labels").stream()
                .collect(Collectors.toMap(kind -> kind, kind -> "1", (a, b) -> a, TreeMap::new));
    }

    @Override
    public void closeTrial(long trialId, Ending ending, Outcome outcome, String error) {
        trials.put(trialId, ending);
        errors.put(trialId, error);
    }

    @Override
    public StageAnswer findStage(StageRequest request) {
        StageAnswer.Done done = committed.get(request.key().hex());
        return done == null ? new StageAnswer.Absent(Optional.of(new Standing(2, "vision", 3))) : new StageAnswer.Done(done.result(), true);
    }

    @Override
    public void awaitStage(String key) {
        awaited.add(key);
    }

    @Override
    public StageAnswer awaitTurn(StageRequest request) {
        turns.add(request.key().hex());
        return findStage(request);
    }

    @Override
    public Verdict judge(RungReport report) {
        reports.add(report);
        return verdict(verdicts.getOrDefault(report.rung(), Verdict.Decision.GO_ON));
    }

    @Override
    public Verdict awaitVerdict(long trialId, int rung) {
        awaited.add("verdict " + rung);
        return verdict(Verdict.Decision.GO_ON);
    }

    private static Verdict verdict(Verdict.Decision decision) {
        return new Verdict(decision, "others promise more", Json.mapper().createObjectNode());
    }

    @Override
    public GateAnswer askGate(GateCheck check) {
        gates.add(check);
        return new GateAnswer(gate, "nobody said anything in time");
    }

    @Override
    public GateAnswer awaitGate(GateCheck check) {
        awaited.add("gate " + check.decision());
        return new GateAnswer(GateAnswer.Outcome.APPROVED, "a person approved");
    }

    @Override
    public void decide(long trialId, int ordinal, Decision decision) {
        decisions.put(trialId + "/" + ordinal, decision);
    }

    @Override
    public StageAnswer execute(StageRequest request) {
        StageSpec<?> stage = request.stage();
        if (failing.contains(stage.kind())) {
            throw ApplicationFailure.newNonRetryableFailure("image x is missing", Failures.USER_ERROR);
        }
        requests.add(request);
        if (exhausting.contains(stage.kind()) && !Json.tree(stage).path("training").has("parts")) {
            throw ApplicationFailure.newNonRetryableFailure("out of memory on cuda:0", Failures.OUT_OF_DEVICE_MEMORY);
        }
        if (request.until().isPresent()) {
            return new StageAnswer.AtRung(request.until().getAsLong());
        }
        if (busyOnce.remove(stage.kind())) {
            return new StageAnswer.Busy();
        }
        if (deferredOnce.remove(stage.kind())) {
            return new StageAnswer.Deferred("campaign other goes first");
        }
        while (endless.contains(stage.kind())) {
            Activity.getExecutionContext().heartbeat(null);
            sleep();
        }
        computed.add(request.key().hex());
        var done = new StageAnswer.Done(Json.tree(FakeStages.result(stage, 0.1, 0.2, 0.3, 0.9)), false);
        committed.put(request.key().hex(), done);
        return done;
    }

    private static void sleep() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
