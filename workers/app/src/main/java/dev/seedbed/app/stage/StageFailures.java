package dev.seedbed.app.stage;

import dev.seedbed.data.ImportException;
import dev.seedbed.imaging.PictureFormatException;
import dev.seedbed.stage.Failures;
import dev.seedbed.training.engine.DeviceMemoryException;
import dev.seedbed.training.loop.NonFiniteException;
import dev.seedbed.training.weights.WeightsException;
import io.temporal.failure.ApplicationFailure;

/** What went wrong in a stage, in the terms of the workflow: whether trying again can help. */
final class StageFailures {

    private StageFailures() {}

    /** @param giveUp whether the stage has failed as often as it may */
    static ApplicationFailure of(Throwable failure, boolean giveUp) {
        String type = switch (failure) {
            case DeviceMemoryException _ -> Failures.OUT_OF_DEVICE_MEMORY;
            case NonFiniteException _ -> Failures.LOSS_NOT_FINITE;
            case WeightsException _ -> Failures.USER_ERROR;
            case PictureFormatException _ -> Failures.USER_ERROR;
            case ImportException _ -> Failures.USER_ERROR;
            case IllegalArgumentException _ -> Failures.USER_ERROR;
            default -> giveUp ? Failures.GAVE_UP : failure.getClass().getSimpleName();
        };
        return ApplicationFailure.newBuilder().setMessage(message(failure)).setType(type).setCause(failure).build();
    }

    /** What a person is told; never empty. */
    static String message(Throwable failure) {
        if (failure instanceof OutOfMemoryError) {
            return "the worker's heap of " + (Runtime.getRuntime().maxMemory() >> 20)
                    + " MB is exhausted; set SEEDBED_WORKER_HEAP, such as 4g, or import smaller pictures with --size";
        }
        return failure.getMessage() == null || failure.getMessage().isBlank() ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
