package dev.seedbed.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * A file of image labels in comma-separated values (UTF-8; quotes around a cell are dropped, a comma within one is not read), in one of two
 * forms: {@code image,cat,dog} with a column of 0 and 1 for every class, or {@code image,tags} with the names separated by semicolons.
 *
 * @param name the file's name in messages
 * @param columns the header's cells after {@code image}
 */
record TagFile(String name, List<String> columns, List<Row> rows) {

    private static final String TAGS = "tags";

    /**
     * @param line from 1
     * @param image its id; a picture's ending in the file is dropped
     */
    record Row(int line, String image, List<String> cells) {}

    /** Reads a file and tells what is wrong with its form. */
    static TagFile read(Path file, Consumer<String> problems) {
        String name = file.getFileName().toString();
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            problems.accept(file + " cannot be read as text: " + e.getMessage());
            return new TagFile(name, List.of(TAGS), List.of());
        }
        List<String> header = lines.isEmpty() ? List.of() : cells(lines.getFirst());
        if (header.size() < 2 || !header.getFirst().equals("image")) {
            problems.accept(name + ", line 1: the header is image,CLASS,CLASS,… (a column of 0 and 1 a class) or image,tags (names"
                    + " separated by ';')");
            return new TagFile(name, List.of(TAGS), List.of());
        }
        var rows = new ArrayList<Row>();
        for (int number = 2; number <= lines.size(); number++) {
            List<String> cells = cells(lines.get(number - 1));
            if (cells.size() == header.size()) {
                rows.add(new Row(number, id(cells.getFirst()), cells.subList(1, cells.size())));
            } else if (!lines.get(number - 1).isBlank()) {
                problems.accept(name + ", line " + number + ": it has " + cells.size() + " cells, the header has " + header.size());
            }
        }
        return new TagFile(name, header.subList(1, header.size()), rows);
    }

    /** Whether the classes of an image are named in one cell. */
    boolean namesTags() {
        return columns.equals(List.of(TAGS));
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.replace("\uFEFF", "").split(",", -1)).map(String::strip).map(TagFile::unquoted).toList();
    }

    private static String unquoted(String cell) {
        boolean quoted = cell.length() >= 2 && cell.startsWith("\"") && cell.endsWith("\"");
        return quoted ? cell.substring(1, cell.length() - 1).strip() : cell;
    }

    private static String id(String image) {
        return ImageFiles.PICTURES.stream().filter(image::endsWith).findFirst()
                .map(ending -> image.substring(0, image.length() - ending.length())).orElse(image);
    }
}
