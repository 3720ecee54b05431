package dev.seedbed.app.stage;

import java.util.Optional;

/**
 * What a running stage's heartbeat carries, for those who watch; a hint, never a fact.
 *
 * @param round of its method, where it has one
 */
public record SignOfLife(String kind, Optional<Integer> round, StageWork.Progress progress) {}
