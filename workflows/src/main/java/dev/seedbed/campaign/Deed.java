package dev.seedbed.campaign;

import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * An action with who takes it.
 *
 * @param id random; told twice it is done once
 * @param user who asks for it
 * @param why in the user's words
 */
public record Deed(UUID id, String user, Optional<String> why, Action action) {

    public Deed {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(action, "action");
    }
}
