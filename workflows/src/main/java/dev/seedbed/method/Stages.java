package dev.seedbed.method;

import dev.seedbed.stage.StageSpec;

/** How a method gets its stages done. In a trial's workflow every stage is a durable activity; in a test it is whatever a fake says. */
public interface Stages {

    /** The stage's result: found, if it was ever computed, else computed now. Blocks until it is there. */
    <R> R run(StageSpec<R> stage);

    /** Records a decision with the numbers that it was made on. */
    void decide(Decision decision);
}
