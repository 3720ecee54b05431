package dev.seedbed.app.cli;

import dev.seedbed.app.campaign.CampaignWatch;
import dev.seedbed.data.Progress;
import java.io.PrintStream;
import java.util.List;

/** Standard error as a person sees it: lines stay; what is going on is redrawn below them, on a terminal only. */
final class Terminal implements CampaignWatch.Screen, Progress {

    private static final String UP_AND_CLEAR = "\u001b[1A\u001b[2K";
    private static final int WIDTH = 160;

    private final PrintStream out;
    private final boolean interactive;
    private int shown;

    Terminal() {
        this(System.err, System.console() != null && System.console().isTerminal());
    }

    Terminal(PrintStream out, boolean interactive) {
        this.out = out;
        this.interactive = interactive;
    }

    @Override
    public synchronized void line(String line) {
        clear();
        out.println(line);
    }

    @Override
    public synchronized void live(List<String> lines) {
        if (interactive) {
            clear();
            lines.forEach(line -> out.println(line.length() > WIDTH ? line.substring(0, WIDTH) : line));
            shown = lines.size();
            out.flush();
        }
    }

    @Override
    public void at(String step, int done, int total) {
        if (done == total) {
            line(step + ": " + total + " images");
        } else {
            live(List.of(step + ": " + done + " of " + total + " images"));
        }
    }

    private void clear() {
        out.print(UP_AND_CLEAR.repeat(shown));
        shown = 0;
    }
}
