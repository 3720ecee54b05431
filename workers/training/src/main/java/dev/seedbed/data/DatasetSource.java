package dev.seedbed.data;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What a data set is imported from: its classes and lists, and its images one at a time. Safe for several threads. */
public interface DatasetSource {

    /** Names by class index, background first. */
    List<String> classes();

    /** Image ids by the list's name, in the list's order. What no list names is not imported. */
    Map<String, List<String>> lists();

    /** What an image may have, such as a {@code mask}, and which images have it: of a list all should, or none. */
    Map<String, Predicate<String>> parts();

    /**
     * The image as its files have it; saliency and told tags are added by {@link DatasetImport}, which also checks that all of it fits.
     *
     * @param problems hears everything that is wrong, a line each
     * @return empty where anything was wrong
     */
    Optional<AnnotatedPicture> read(String id, Consumer<String> problems);
}
