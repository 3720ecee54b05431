package dev.seedbed.data;

import dev.seedbed.json.Nearest;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Image labels from a {@link TagFile}, by image; empty where no file is given. */
final class TagTable {

    private final String name;
    private final Map<String, List<Integer>> rows = new HashMap<>();

    private TagTable(String name) {
        this.name = name;
    }

    /** Reads the file and tells everything in it that is no class, image or value. */
    static TagTable read(Optional<Path> path, List<String> classes, Consumer<String> problems) {
        if (path.isEmpty()) {
            return new TagTable("");
        }
        TagFile file = TagFile.read(path.get(), problems);
        var table = new TagTable(file.name());
        List<String> foreground = classes.subList(1, classes.size());
        if (!file.namesTags()) {
            requireColumns(file, foreground, problems);
        }
        for (TagFile.Row row : file.rows()) {
            Consumer<String> here = problem -> problems.accept(file.name() + ", line " + row.line() + ": " + problem);
            Set<String> names = file.namesTags() ? named(row, foreground, here) : marked(row, file.columns(), here);
            List<Integer> tags = names.stream().map(classes::indexOf).filter(tag -> tag > 0).sorted().toList();
            if (!ImageLists.isId(row.image())) {
                here.accept("\"" + row.image() + "\" is no image id");
            } else if (table.rows.putIfAbsent(row.image(), tags) != null) {
                here.accept("image " + row.image() + " has a row already");
            }
        }
        return table;
    }

    private static void requireColumns(TagFile file, List<String> foreground, Consumer<String> problems) {
        file.columns().stream().filter(column -> !foreground.contains(column)).forEach(column ->
                problems.accept(file.name() + " has a column for the unknown class " + column + Nearest.hint(column, foreground)));
        foreground.stream().filter(known -> !file.columns().contains(known)).forEach(known ->
                problems.accept(file.name() + " has no column for class " + known));
        if (Set.copyOf(file.columns()).size() < file.columns().size()) {
            problems.accept(file.name() + " has two columns of the same class");
        }
    }

    private static Set<String> named(TagFile.Row row, List<String> foreground, Consumer<String> problems) {
        var names = new TreeSet<String>();
        Arrays.stream(row.cells().getFirst().split(";")).map(String::strip).filter(name -> !name.isEmpty()).forEach(name -> {
            names.add(name);
            if (!foreground.contains(name)) {
                problems.accept("the class " + name + " is unknown" + Nearest.hint(name, foreground));
            }
        });
        return names;
    }

    private static Set<String> marked(TagFile.Row row, List<String> columns, Consumer<String> problems) {
        var names = new TreeSet<String>();
        for (int column = 0; column < columns.size(); column++) {
            String cell = row.cells().get(column);
            if (cell.equals("1")) {
                names.add(columns.get(column));
            } else if (!cell.equals("0")) {
                problems.accept("class " + columns.get(column) + " is neither 0 nor 1 but \"" + cell + "\"");
            }
        }
        return names;
    }

    /** Tells of rows for images that are not among the given. */
    void requireKnown(Set<String> images, Consumer<String> problems) {
        rows.keySet().stream().filter(id -> !images.contains(id)).forEach(id ->
                problems.accept(name + " has a row for image " + id + ", which no list names"));
    }

    boolean has(String id) {
        return rows.containsKey(id);
    }

    /** The image's class indices, ascending; empty where the file says nothing of it. */
    Optional<List<Integer>> row(String id) {
        return Optional.ofNullable(rows.get(id));
    }
}
