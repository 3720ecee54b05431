package dev.seedbed.app.engine;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/** Where log lines go: into files of the state folder, never onto the terminal. Trial and stage come from the MDC. */
public final class Logs extends ContextAwareBase implements Configurator {

    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level [%thread] %logger{24} %X{trial} %X{stage} - %msg%n";
    private static final FileSize LARGEST = new FileSize(20 * 1024 * 1024);
    private static final int KEPT = 5;

    /** Until a file is named nothing is logged. Called by Logback alone. */
    @Override
    public ExecutionStatus configure(LoggerContext context) {
        context.getLogger("ROOT").setLevel(Level.OFF);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** From now on logs into the file of a process that is alone in writing it; old content moves on when the file grows large. */
    public static void toOwn(Path file) {
        LoggerContext context = context();
        var appender = new RollingFileAppender<ILoggingEvent>();
        appender.setFile(file.toString());
        var rolling = new FixedWindowRollingPolicy();
        rolling.setContext(context);
        rolling.setParent(appender);
        rolling.setMinIndex(1);
        rolling.setMaxIndex(KEPT);
        rolling.setFileNamePattern(file + ".%i");
        rolling.start();
        var trigger = new SizeBasedTriggeringPolicy<ILoggingEvent>();
        trigger.setContext(context);
        trigger.setMaxFileSize(LARGEST);
        trigger.start();
        appender.setRollingPolicy(rolling);
        appender.setTriggeringPolicy(trigger);
        begin(context, appender);
    }

    /** From now on logs into a file that several processes append to. */
    public static void toShared(Path file) {
        var appender = new FileAppender<ILoggingEvent>();
        appender.setFile(file.toString());
        begin(context(), appender);
    }

    private static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }

    private static void begin(LoggerContext context, FileAppender<ILoggingEvent> appender) {
        var encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.setAppend(true);
        appender.start();
        var root = context.getLogger("ROOT");
        root.detachAndStopAllAppenders();
        root.setLevel(Level.INFO);
        root.addAppender(appender);
    }
}
