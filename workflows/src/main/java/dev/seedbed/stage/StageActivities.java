package dev.seedbed.stage;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** What a pool's workers do: stages, one at a time on a device. */
@ActivityInterface
public interface StageActivities {

    /**
     * Claims the stage and computes it, or finds it done, or busy elsewhere, and then returns at once so that the device is free.
     */
    @ActivityMethod(name = "stage")
    StageAnswer execute(StageRequest request);
}
