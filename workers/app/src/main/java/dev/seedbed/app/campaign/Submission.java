package dev.seedbed.app.campaign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seedbed.app.UserError;
import dev.seedbed.app.stage.Facts;
import dev.seedbed.app.engine.Environment;
import dev.seedbed.app.engine.TemporalClient;
import dev.seedbed.artifact.Sha256;
import dev.seedbed.campaign.CampaignFile;
import dev.seedbed.campaign.CampaignInput;
import dev.seedbed.campaign.CampaignSpec;
import dev.seedbed.campaign.CampaignWorkflow;
import dev.seedbed.campaign.Search;
import dev.seedbed.campaign.Terms;
import dev.seedbed.json.Json;
import dev.seedbed.tracking.NameTakenException;
import dev.seedbed.tracking.campaign.CampaignRow;
import dev.seedbed.tracking.campaign.CampaignStore;
import dev.seedbed.tracking.campaign.CourseRows;
import dev.seedbed.tracking.campaign.NewCampaign;
import dev.seedbed.tracking.campaign.NewTrial;
import dev.seedbed.tracking.team.TeamStore;
import io.temporal.client.WorkflowClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Submits campaigns: everything that can be wrong is found before the first row is written, and rows are there before the workflow. */
public final class Submission {

    private static final Logger LOG = LoggerFactory.getLogger(Submission.class);

    private final Facts facts;
    private final TemporalClient temporal;

    public Submission(Facts facts, TemporalClient temporal) {
        this.facts = facts;
        this.temporal = temporal;
    }

    /**
     * Submits a campaign or, where the same name has the same content, attaches to it; one that failed or was cancelled is taken up again.
     *
     * @param name instead of the file's own
     * @throws UserError if the campaign cannot run, or its name is taken by another content
     */
    public CampaignRow submit(CampaignFile file, String text, Optional<String> name) {
        CampaignRow row = recorded(file, text, name);
        if (!row.state().isFinal()) {
            start(row);
        }
        return row;
    }

    /** The campaign's row, of one that has ended otherwise than well put back to where it goes on. */
    CampaignRow recorded(CampaignFile file, String text, Optional<String> name) {
        CampaignSpec spec = named(file.spec(), name);
        Preparation preparation = Preparation.storing(facts);
        List<NewTrial> trials = preparation.trials(file);
        Template template = preparation.template(file);
        var course = new NewCampaign.Course(Json.tree(spec.terms()), Json.tree(template));
        var campaign = new NewCampaign(
                spec.campaign(), contentHash(spec, trials, template), Json.tree(spec), text, team(spec), System.getProperty("user.name"),
                spec.priority().orElse(CampaignSpec.USUAL_PRIORITY), Optional.of(course));
        new TeamStore(facts.database()).objection(campaign.team(), OptionalDouble.empty()).ifPresent(objection -> {
            throw new UserError(objection);
        });
        try {
            var campaigns = new CampaignStore(facts.database());
            CampaignRow row = campaigns.submit(campaign, trials);
            reopen(row, course);
            return campaigns.find(row.name()).orElseThrow();
        } catch (NameTakenException e) {
            throw new UserError("campaign " + spec.campaign() + " exists already with other content; give this one another name with --name");
        }
    }

    private static String team(CampaignSpec spec) {
        return spec.team().orElseGet(Environment.current()::team);
    }

    private void reopen(CampaignRow row, NewCampaign.Course course) {
        switch (row.state()) {
            case FAILED, CANCELLED -> {
                new CampaignStore(facts.database()).makeSteerable(row.id(), course);
                CourseRows.alone(facts.database(), row.id(), rows -> {
                    rows.reopen();
                    rows.againAll();
                    rows.record(
                            UUID.randomUUID(), Json.mapper().createObjectNode().put("action", "submit"), System.getProperty("user.name"),
                            Optional.empty(), "campaign " + row.name() + " is taken up again");
                    return null;
                });
            }
            case SUBMITTED, RUNNING, PAUSED, DONE -> {}
        }
    }

    /** In which terms a campaign that was submitted before runs otherwise than its file says, and how to change them; empty when in none. */
    public List<String> differences(CampaignFile file, CampaignRow row) {
        CampaignSpec spec = file.spec();
        var campaigns = new CampaignStore(facts.database());
        Terms now = campaigns.terms(row.id()).map(terms -> Json.read(terms, Terms.class)).orElse(spec.terms());
        Terms said = spec.terms();
        var differences = new ArrayList<String>();
        String set = "./seedbed set " + row.name() + " ";
        add(differences, "concurrency", now.concurrency(), said.concurrency(), set + "--concurrency " + said.concurrency());
        int priority = spec.priority().orElse(CampaignSpec.USUAL_PRIORITY);
        add(differences, "priority", row.priority(), priority, set + "--priority " + priority);
        add(differences, "team", row.team(), team(spec), "submit it under another name; a campaign stays its team's");
        add(differences, "budget", Json.write(now.budget()), Json.write(said.budget()), set + "--hours, --device-seconds or --target");
        now.search().ifPresent(search -> add(
                differences, "points", search.most(), said.search().map(Search::most).orElse(0), "./seedbed extend " + row.name() + " --trials N"));
        return differences;
    }

    private static void add(List<String> differences, String what, Object now, Object said, String how) {
        if (!now.equals(said)) {
            differences.add(what + " is " + now + ", not " + said + " as the file says; to change it: " + how);
        }
    }

    private static CampaignSpec named(CampaignSpec spec, Optional<String> name) {
        try {
            return name.map(spec::named).orElse(spec);
        } catch (IllegalArgumentException e) {
            throw new UserError("--name: " + e.getMessage());
        }
    }

    /** Starts the workflows of campaigns that were submitted and have not ended; those that run already are left alone. */
    public void resubmitUnfinished() {
        for (CampaignRow row : new CampaignStore(facts.database()).unfinished()) {
            try {
                start(row);
            } catch (RuntimeException e) {
                LOG.error("campaign {} cannot be taken up", row.name(), e);
            }
        }
    }

    private void start(CampaignRow row) {
        if (row.steerable()) {
            WorkflowClient.start(SteeredCampaigns.stub(temporal.workflows(), row.id())::run, row.id());
        } else {
            startUnsteerable(row.id());
        }
    }

    /** Campaigns from before they could be steered go on as they began. */
    private void startUnsteerable(long campaignId) {
        CampaignSpec spec = Json.read(new CampaignStore(facts.database()).spec(campaignId), CampaignSpec.class);
        new CampaignStore(facts.database()).start(campaignId);
        CampaignWorkflow workflow =
                temporal.workflows().newWorkflowStub(CampaignWorkflow.class, SteeredCampaigns.options(campaignId));
        WorkflowClient.start(workflow::run, new CampaignInput(campaignId, spec.concurrency()));
    }

    /** What is computed: the trials' inputs, so that other data or other weights under the same names are other content. */
    private static String contentHash(CampaignSpec spec, List<NewTrial> trials, Template template) {
        ObjectNode content = Json.mapper().createObjectNode();
        content.put("spec", spec.contentHash());
        trials.forEach(trial -> content.withArray("trials").add(((ObjectNode) trial.input().deepCopy()).without("executorVersions")));
        if (spec.search().isPresent()) {
            content.set("template", ((ObjectNode) Json.tree(template.input())).without("executorVersions"));
        }
        return Sha256.of(Json.write(content));
    }
}
