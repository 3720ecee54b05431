package dev.seedbed.app.cli;

import dev.seedbed.app.UserError;
import dev.seedbed.campaign.CampaignFileException;
import dev.seedbed.app.engine.EngineException;
import dev.seedbed.app.engine.Logs;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** What a person sees when a command fails: one message; the stack trace of what nobody expected is in the log. */
record Failures(Seedbed seedbed) implements IExecutionExceptionHandler {

    @Override
    public int handleExecutionException(Exception failure, CommandLine line, ParseResult parsed) {
        return switch (failure) {
            case UserError mistake -> {
                Seedbed.tell("seedbed: " + mistake.getMessage());
                yield ExitCode.MISTAKE.code();
            }
            case CampaignFileException mistake -> {
                Seedbed.tell("seedbed: " + mistake.getMessage());
                yield ExitCode.MISTAKE.code();
            }
            case EngineException known -> {
                LoggerFactory.getLogger(Failures.class).error(line.getCommandName(), known);
                Seedbed.tell("seedbed: " + known.getMessage());
                yield ExitCode.FAILED.code();
            }
            case InterruptedException _ -> ExitCode.INTERRUPTED.code();
            default -> unexpected(failure, line);
        };
    }

    private int unexpected(Exception failure, CommandLine line) {
        Path file = seedbed.state().log("errors");
        Logs.toShared(file);
        Logger log = LoggerFactory.getLogger(Failures.class);
        log.error("{} failed", line.getCommandName(), failure);
        Seedbed.tell("seedbed: " + failure + "; details are in " + file);
        return ExitCode.FAILED.code();
    }
}
