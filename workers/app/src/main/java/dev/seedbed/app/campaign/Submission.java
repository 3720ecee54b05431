package dev.seedbed.app.campaign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seedbed.app.UserError;
import dev.seedbed.app.stage.Facts;
import dev.seedbed.app.worker.TemporalClient;
import dev.seedbed.artifact.Sha256;
import dev.seedbed.campaign.CampaignFile;
import dev.seedbed.campaign.CampaignInput;
import dev.seedbed.campaign.CampaignSpec;
import dev.seedbed.campaign.CampaignWorkflow;
import dev.seedbed.json.Json;
import dev.seedbed.stage.TaskQueues;
import dev.seedbed.tracking.NameTakenException;
import dev.seedbed.tracking.campaign.CampaignRow;
import dev.seedbed.tracking.campaign.CampaignState;
import dev.seedbed.tracking.campaign.CampaignStore;
import dev.seedbed.tracking.campaign.NewCampaign;
import dev.seedbed.tracking.campaign.NewTrial;
import dev.seedbed.tracking.team.TeamStore;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
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
        CampaignSpec spec = named(file.spec(), name);
        List<NewTrial> trials = Preparation.storing(facts).trials(file);
        var campaign = new NewCampaign(spec.campaign(), contentHash(spec, trials), Json.tree(spec), text, "default", System.getProperty("user.name"));
        new TeamStore(facts.database()).objection(campaign.team(), OptionalDouble.empty()).ifPresent(objection -> {
            throw new UserError(objection);
        });
        try {
            var campaigns = new CampaignStore(facts.database());
            CampaignRow row = campaigns.submit(campaign, trials);
            if (row.state() != CampaignState.DONE) {
                campaigns.start(row.id());
                start(row.id(), spec.concurrency());
            }
            return row;
        } catch (NameTakenException e) {
            throw new UserError("campaign " + spec.campaign() + " exists already with other content; give this one another name with --name");
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
        var campaigns = new CampaignStore(facts.database());
        for (CampaignRow row : campaigns.unfinished()) {
            try {
                start(row.id(), Json.read(campaigns.spec(row.id()), CampaignSpec.class).concurrency());
            } catch (RuntimeException e) {
                LOG.error("campaign {} cannot be taken up", row.name(), e);
            }
        }
    }

    private void start(long campaignId, int concurrency) {
        var options = WorkflowOptions.newBuilder()
                .setTaskQueue(TaskQueues.CONTROL)
                .setWorkflowId(CampaignWorkflow.id(campaignId))
                .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                .build();
        CampaignWorkflow workflow = temporal.workflows().newWorkflowStub(CampaignWorkflow.class, options);
        WorkflowClient.start(workflow::run, new CampaignInput(campaignId, concurrency));
    }

    /** What is computed: the trials' inputs, so that other data or other weights under the same names are other content. */
    private static String contentHash(CampaignSpec spec, List<NewTrial> trials) {
        ObjectNode content = Json.mapper().createObjectNode();
        content.put("spec", spec.contentHash());
        trials.forEach(trial -> content.withArray("trials").add(((ObjectNode) trial.input().deepCopy()).without("executorVersions")));
        return Sha256.of(Json.write(content));
    }
}
