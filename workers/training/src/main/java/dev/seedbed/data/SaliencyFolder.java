package dev.seedbed.data;

import dev.seedbed.imaging.GreyMap;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Saliency maps, one grey picture an image, ID.png or ID.jpg; or none. */
final class SaliencyFolder {

    private static final List<String> ENDINGS = List.of(".png", ".jpg", ".PNG", ".JPG");

    private final Optional<ImageFiles> maps;

    private SaliencyFolder(Optional<Path> folder) {
        this.maps = folder.map(ImageFiles::new);
    }

    /** The given folder, else Saliency or SaliencyMaps below the root where there is one. */
    static SaliencyFolder find(Path root, Optional<Path> given, Consumer<String> problems) {
        given.filter(path -> !Files.isDirectory(path)).ifPresent(path -> problems.accept("there is no folder " + path + " of saliency maps"));
        return new SaliencyFolder(
                given.or(() -> Stream.of("Saliency", "SaliencyMaps").map(root::resolve).filter(Files::isDirectory).findFirst()));
    }

    boolean has(String id) {
        return file(id).isPresent();
    }

    Optional<GreyMap> read(String id, Consumer<String> problems) {
        return maps.flatMap(files -> files.decode(file(id), PictureFiles::decodeGrey, problems));
    }

    private Optional<Path> file(String id) {
        return maps.flatMap(files -> files.find("", id, ENDINGS));
    }
}
