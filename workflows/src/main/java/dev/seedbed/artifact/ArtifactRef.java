package dev.seedbed.artifact;

import java.util.Objects;

/**
 * Some bytes in the artifact store, named by their content.
 *
 * @param sha256 SHA-256 of the bytes, 64 hexadecimal digits
 * @param bytes how many there are, at least 0
 * @param format what they are
 */
public record ArtifactRef(String sha256, long bytes, Format format) {

    public ArtifactRef {
        Sha256.require(sha256);
        Objects.requireNonNull(format, "format");
        if (bytes < 0) {
            throw new IllegalArgumentException("an artifact cannot have " + bytes + " bytes");
        }
    }

    /** What the bytes of an artifact are. */
    public enum Format {
        /** Named tensors, <a href="https://github.com/huggingface/safetensors">safetensors</a>. */
        SAFETENSORS,
        /** Named arrays, NumPy's NPZ without compression. */
        NPZ,
        /** A picture, {@code RasterCodec}'s plain RGB. */
        RASTER,
        /** A label mask, {@code MaskCodec}'s run lengths. */
        MASK,
        /** A saliency map, {@code GreyCodec}'s 8-bit grey levels. */
        GREY,
        /** A {@link DatasetManifest} as JSON. */
        DATASET,
        /** A {@link LabelManifest} as JSON. */
        LABELS,
        /** A picture for people. */
        PNG,
        /** Any other JSON document. */
        JSON
    }
}
