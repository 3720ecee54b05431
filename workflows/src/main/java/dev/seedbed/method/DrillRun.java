package dev.seedbed.method;

import dev.seedbed.stage.Drill;
import dev.seedbed.stage.DrillWork;
import dev.seedbed.stage.Drilled;
import dev.seedbed.stage.Ranges;
import java.util.List;

/**
 * Drills in a row, to try the program itself without waiting for networks. The last one's loss is aimed at Branin's function of two
 * settings, so that a search has something to find: three minima of 0.397887, at (−π, 12.275), (π, 2.275) and (9.42478, 2.475).
 */
public final class DrillRun implements Method<DrillRun.Settings> {

    /**
     * @param stages how many drills, at least 1
     * @param early what all but the last do; the same for every trial of a seed, so they are shared
     * @param late what the last does
     * @param x in [-5, 10]
     * @param y in [0, 15]
     */
    public record Settings(int stages, DrillWork early, DrillWork late, double x, double y) {

        public Settings {
            Ranges.within("stages", stages, 1, 100);
            Ranges.within("x", x, -5, 10);
            Ranges.within("y", y, 0, 15);
        }
    }

    @Override
    public String name() {
        return "drill";
    }

    @Override
    public Settings defaults() {
        return new Settings(4, DrillWork.defaults(), DrillWork.defaults(), 0, 0);
    }

    @Override
    public List<String> objections(DatasetCard dataset, Settings settings) {
        return List.of();
    }

    @Override
    public Outcome run(Trial<Settings> trial, Stages stages) {
        Settings settings = trial.settings();
        double aim = branin(settings.x(), settings.y());
        for (int place = 1; place < settings.stages(); place++) {
            stages.run(new Drill(place, settings.early(), 0, trial.seed()));
        }
        Drilled last = stages.run(new Drill(settings.stages(), settings.late(), aim, trial.seed()));
        return Outcome.none()
                .with("branin", aim)
                .with("distance", StrictMath.hypot(settings.x(), settings.y()))
                .with("loss", last.loss());
    }

    /** Branin's function with its usual constants (Dixon and Szegö, 1978). */
    static double branin(double x, double y) {
        double slope = y - 5.1 / (4 * Math.PI * Math.PI) * x * x + 5 / Math.PI * x - 6;
        return slope * slope + 10 * (1 - 1 / (8 * Math.PI)) * StrictMath.cos(x) + 10;
    }
}
