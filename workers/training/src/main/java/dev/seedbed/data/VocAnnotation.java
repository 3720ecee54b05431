package dev.seedbed.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * An image's annotation in Pascal VOC's XML. The {@code part} boxes within objects (head, hand, foot) are no objects and left out.
 *
 * @param size the image's {width, height} as the file has it, where it does
 */
record VocAnnotation(Optional<int[]> size, List<Item> objects) {

    /**
     * An object and its box in pixels as VOC counts them: from 1, both ends inclusive.
     */
    record Item(String name, double xmin, double ymin, double xmax, double ymax, boolean difficult) {}

    /** @throws IllegalArgumentException if the bytes are no well-formed XML, hold a document type or an object without name or box */
    static VocAnnotation parse(byte[] xml) {
        Element root = root(xml);
        if (!"annotation".equals(root.getTagName())) {
            throw new IllegalArgumentException("no VOC annotation: it starts with <" + root.getTagName() + ">");
        }
        var objects = children(root, "object").stream().map(VocAnnotation::item).toList();
        return new VocAnnotation(children(root, "size").stream().findFirst().flatMap(VocAnnotation::size), objects);
    }

    private static Optional<int[]> size(Element size) {
        int width = (int) number(size, "width");
        int height = (int) number(size, "height");
        return width > 0 && height > 0 ? Optional.of(new int[] {width, height}) : Optional.empty();
    }

    private static Item item(Element object) {
        String name = text(object, "name").orElseThrow(() -> new IllegalArgumentException("an object has no name"));
        Element box = children(object, "bndbox").stream().findFirst()
                .orElseThrow(() -> new IllegalArgumentException("object " + name + " has no bndbox"));
        boolean difficult = text(object, "difficult").filter(value -> !"0".equals(value)).isPresent();
        return new Item(name, number(box, "xmin"), number(box, "ymin"), number(box, "xmax"), number(box, "ymax"), difficult);
    }

    private static double number(Element parent, String tag) {
        String text = text(parent, tag).orElseThrow(() -> new IllegalArgumentException(parent.getTagName() + " has no " + tag));
        try {
            double value = Double.parseDouble(text);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(tag + " is no number: " + text, e);
        }
        throw new IllegalArgumentException(tag + " is no number: " + text);
    }

    private static Optional<String> text(Element parent, String tag) {
        return children(parent, tag).stream().findFirst().map(child -> child.getTextContent().strip()).filter(text -> !text.isEmpty());
    }

    private static List<Element> children(Element parent, String tag) {
        var found = new ArrayList<Element>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getTagName().equals(tag)) {
                found.add(element);
            }
        }
        return found;
    }

    private static Element root(byte[] xml) {
        try {
            DocumentBuilder builder = builder();
            return builder.parse(new ByteArrayInputStream(xml)).getDocumentElement();
        } catch (SAXParseException e) {
            throw new IllegalArgumentException("not well-formed XML, line " + e.getLineNumber() + ": " + e.getMessage(), e);
        } catch (SAXException | IOException e) {
            throw new IllegalArgumentException("not well-formed XML: " + e.getMessage(), e);
        }
    }

    /** Refuses document types whole, and with them every entity from outside. */
    private static DocumentBuilder builder() {
        try {
            var factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setXIncludeAware(false);
            factory.setExpandEntityReferences(false);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new Strict());
            return builder;
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("the Java platform's XML parser knows these features", e);
        }
    }

    private static final class Strict implements ErrorHandler {
        @Override
        public void warning(SAXParseException e) {}

        @Override
        public void error(SAXParseException e) throws SAXException {
            throw e;
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXException {
            throw e;
        }
    }
}
