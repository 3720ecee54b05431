package dev.seedbed.data;

import dev.seedbed.imaging.PictureFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Files below a folder that are named after images. */
public record ImageFiles(Path root) {

    /** How names of photographs end. */
    public static final List<String> PICTURES = List.of(".jpg", ".jpeg", ".png", ".JPG", ".JPEG", ".PNG");

    static final List<String> PNG = List.of(".png", ".PNG");

    /** The file of an image in a folder below the root, with the first ending that there is. */
    public Optional<Path> find(String folder, String id, List<String> endings) {
        Path inside = root.resolve(folder);
        return endings.stream().map(ending -> inside.resolve(id + ending)).filter(Files::isRegularFile).findFirst();
    }

    /** The file's path as messages show it. */
    public String shown(Path file) {
        return file.startsWith(root) ? root.relativize(file).toString() : file.toString();
    }

    /** What a file holds; empty where there is none, or where the decoder refused it, which is told. */
    public <T> Optional<T> decode(Optional<Path> file, Function<byte[], T> decoder, Consumer<String> problems) {
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(decoder.apply(Files.readAllBytes(file.get())));
        } catch (IOException e) {
            problems.accept(shown(file.get()) + " cannot be read: " + e.getMessage());
        } catch (PictureFormatException e) {
            problems.accept(shown(file.get()) + " is " + e.getMessage());
        } catch (IllegalArgumentException e) {
            problems.accept(shown(file.get()) + ": " + e.getMessage());
        }
        return Optional.empty();
    }
}
