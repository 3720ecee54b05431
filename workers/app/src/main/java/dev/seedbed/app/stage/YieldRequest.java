package dev.seedbed.app.stage;

/** Why a running stage is to write a checkpoint and give its device back, though nobody cancelled it. */
final class YieldRequest extends RuntimeException {

    private static final long serialVersionUID = 1L;

    YieldRequest(String reason) {
        super(reason, null, false, false);
    }
}
