package dev.seedbed.data.coco;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.seedbed.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A file of COCO's annotations ("instances"), indexed in one pass: of annotations only where in the file they stand is kept, some 50 bytes
 * each, so that a file of train2017's size takes some 60 MB of memory; they are parsed when their image's turn comes.
 *
 * @param categories names by id
 * @param pictures by id, in the file's order
 * @param annotations where those of an image stand, by the image's id, in the file's order
 */
record CocoFile(
        Path path, SortedMap<Long, String> categories, Map<Long, Picture> pictures, Map<Long, List<Span>> annotations) {

    /** @param fileName below the folder of pictures */
    record Picture(long id, String fileName, int width, int height) {}

    /** Bytes of the file. */
    record Span(long start, int length) {}

    /**
     * Indexes a file.
     *
     * @throws IllegalArgumentException if it is not such a file
     */
    static CocoFile index(Path path) throws IOException {
        var file = new CocoFile(path, new TreeMap<>(), new LinkedHashMap<>(), new HashMap<>());
        try (InputStream in = Files.newInputStream(path); JsonParser json = Json.mapper().createParser(in)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("it is no JSON object with images, annotations and categories");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String section = json.currentName();
                boolean list = json.nextToken() == JsonToken.START_ARRAY;
                switch (section) {
                    case "images" -> file.each(json, list, section, () -> file.addPicture(json));
                    case "categories" -> file.each(json, list, section, () -> file.addCategory(json));
                    case "annotations" -> file.each(json, list, section, () -> file.addAnnotation(json));
                    default -> json.skipChildren();
                }
            }
        } catch (com.fasterxml.jackson.core.JacksonException e) {
            throw new IllegalArgumentException("it is no whole JSON: " + e.getOriginalMessage()
                    + " in line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr(), e);
        }
        file.requireSections();
        return file;
    }

    private interface Adding {
        void add() throws IOException;
    }

    private void each(JsonParser json, boolean list, String section, Adding adding) throws IOException {
        if (!list) {
            throw new IllegalArgumentException("its " + section + " are no list");
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("its " + section + " hold something that is no object");
            }
            adding.add();
        }
    }

    private void addPicture(JsonParser json) throws IOException {
        JsonNode image = json.readValueAsTree();
        long id = id(image.path("id"), "an image");
        var picture = new Picture(id, image.path("file_name").asText(), image.path("width").asInt(), image.path("height").asInt());
        if (picture.fileName().isEmpty() || picture.width() < 1 || picture.height() < 1) {
            throw new IllegalArgumentException("image " + id + " lacks its file_name, width or height");
        }
        if (pictures.put(id, picture) != null) {
            throw new IllegalArgumentException("two images have the id " + id);
        }
    }

    private void addCategory(JsonParser json) throws IOException {
        JsonNode category = json.readValueAsTree();
        long id = id(category.path("id"), "a category");
        String name = category.path("name").asText().strip();
        if (name.isEmpty() || categories.put(id, name) != null) {
            throw new IllegalArgumentException("category " + id + " has no name or occurs twice");
        }
    }

    private void addAnnotation(JsonParser json) throws IOException {
        long start = json.currentTokenLocation().getByteOffset();
        long image = Long.MIN_VALUE;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String field = json.currentName();
            if (json.nextToken() == JsonToken.VALUE_NUMBER_INT && field.equals("image_id")) {
                image = json.getLongValue();
            } else {
                json.skipChildren();
            }
        }
        long end = json.currentLocation().getByteOffset();
        if (start < 0 || end - start > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("it is not in UTF-8, or an annotation of image " + image + " is too long");
        }
        annotations.computeIfAbsent(image, _ -> new ArrayList<>(4)).add(new Span(start, (int) (end - start)));
    }

    private static long id(JsonNode id, String what) {
        if (!id.isIntegralNumber() || !id.canConvertToLong()) {
            throw new IllegalArgumentException(what + " has the id " + id + ", which is no whole number");
        }
        return id.longValue();
    }

    private void requireSections() {
        if (pictures.isEmpty() || categories.isEmpty()) {
            throw new IllegalArgumentException("it lists no images, or no categories");
        }
        annotations.keySet().stream().filter(image -> !pictures.containsKey(image)).findFirst().ifPresent(image -> {
            throw new IllegalArgumentException("annotations name image " + (image == Long.MIN_VALUE ? "nothing" : image)
                    + ", which is not among its images");
        });
    }

    /** The annotations of an image, parsed. */
    List<JsonNode> annotationsOf(long image) throws IOException {
        List<JsonNode> parsed = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(path)) {
            for (Span span : annotations.getOrDefault(image, List.of())) {
                ByteBuffer bytes = ByteBuffer.allocate(span.length());
                while (bytes.hasRemaining() && channel.read(bytes, span.start() + bytes.position()) >= 0) {
                    continue;
                }
                parsed.add(Json.mapper().readTree(bytes.array()));
            }
        }
        return parsed;
    }
}
