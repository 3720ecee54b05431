package dev.seedbed.imaging;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * Pictures and labels side by side, for people: a grid with a title over each column, a caption before each row and the classes' colours
 * beneath.
 *
 * @param title over all; may be empty
 * @param columns the columns' titles
 * @param classes class names by label, background first, for the legend
 * @param cellPx width and height that each picture is fitted into, at least 32
 */
public record ContactSheet(String title, List<String> columns, List<Row> rows, List<String> classes, int cellPx) {

    private static final int MARGIN = 20;
    private static final int GAP = 6;
    private static final double TITLE_PX = 15;
    private static final double TEXT_PX = 9;
    private static final Color INK = new Color(0x22262B);
    private static final Color FAINT = new Color(0x5B6570);
    private static final Color LINE = new Color(0xD5DAE0);
    private static final Color NOTHING = new Color(0xF2F4F6);

    public ContactSheet {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        classes = List.copyOf(classes);
        if (cellPx < 32 || columns.isEmpty() || rows.isEmpty()) {
            throw new IllegalArgumentException("a contact sheet has columns, rows and cells of at least 32 pixels");
        }
        for (Row row : rows) {
            if (row.cells().size() != columns.size()) {
                throw new IllegalArgumentException(
                        "row " + row.caption() + " has " + row.cells().size() + " cells under " + columns.size() + " columns");
            }
        }
    }

    /** One line of the grid. */
    public record Row(String caption, List<Cell> cells) {
        public Row {
            cells = List.copyOf(cells);
        }
    }

    /** What a cell shows. */
    public sealed interface Cell {

        /** A picture as it is. */
        record Picture(Raster raster) implements Cell {}

        /** Labels in their colours. */
        record Labels(Mask mask) implements Cell {}

        /** Labels in their colours over a picture, which shows through; background is left clear. */
        record Overlay(Raster raster, Mask mask) implements Cell {}

        /** Grey levels. */
        record Grey(GreyMap map) implements Cell {}

        /** Nothing: there is no such picture. */
        record Empty() implements Cell {}
    }

    /** The sheet as a PNG file's bytes. */
    public byte[] png() {
        int captionPx = (int) Math.ceil(rows.stream().mapToDouble(row -> Lettering.width(row.caption(), TEXT_PX)).max().orElse(0));
        int left = MARGIN + (captionPx > 0 ? captionPx + 2 * GAP : 0);
        int top = MARGIN + (title.isEmpty() ? 0 : (int) (2.2 * TITLE_PX)) + (int) (2.2 * TEXT_PX);
        int width = Math.max(left + columns.size() * (cellPx + GAP) - GAP, MARGIN + (int) Lettering.width(title, TITLE_PX)) + MARGIN;
        int bottom = top + rows.size() * (cellPx + GAP);
        List<List<Integer>> legend = legendLines(width - 2 * MARGIN);
        var image = new BufferedImage(width, bottom + (int) (legend.size() * 2.4 * TEXT_PX) + MARGIN, BufferedImage.TYPE_INT_RGB);
        Graphics2D to = image.createGraphics();
        try {
            prepare(to, image);
            to.setColor(INK);
            Lettering.write(to, title, MARGIN, MARGIN + TITLE_PX, TITLE_PX);
            drawColumnTitles(to, left, top);
            drawRows(to, image, left, top);
            drawLegend(to, legend, bottom);
        } finally {
            to.dispose();
        }
        return LabelPng.encode(image);
    }

    private static void prepare(Graphics2D to, BufferedImage image) {
        to.setColor(Color.WHITE);
        to.fillRect(0, 0, image.getWidth(), image.getHeight());
        to.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        to.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    }

    private void drawColumnTitles(Graphics2D to, int left, int top) {
        for (int column = 0; column < columns.size(); column++) {
            String text = columns.get(column);
            double size = Math.min(TEXT_PX, TEXT_PX * cellPx / Math.max(1, Lettering.width(text, TEXT_PX)));
            double x = left + column * (cellPx + GAP) + (cellPx - Lettering.width(text, size)) / 2;
            Lettering.write(to, text, x, top - 0.8 * TEXT_PX, size);
        }
    }

    private void drawRows(Graphics2D to, BufferedImage image, int left, int top) {
        for (int row = 0; row < rows.size(); row++) {
            int y = top + row * (cellPx + GAP);
            to.setColor(FAINT);
            Lettering.write(to, rows.get(row).caption(), MARGIN, y + (cellPx + TEXT_PX) / 2, TEXT_PX);
            for (int column = 0; column < columns.size(); column++) {
                drawCell(to, image, rows.get(row).cells().get(column), left + column * (cellPx + GAP), y);
            }
        }
    }

    private void drawCell(Graphics2D to, BufferedImage image, Cell cell, int x, int y) {
        switch (cell) {
            case Cell.Picture(Raster raster) -> paste(to, image, fitted(raster), x, y);
            case Cell.Labels(Mask mask) -> paste(to, image, Palette.paint(fitted(mask)), x, y);
            case Cell.Overlay(Raster raster, Mask mask) -> paste(to, image, overlay(fitted(raster), fitted(mask)), x, y);
            case Cell.Grey(GreyMap map) -> paste(to, image, fitted(grey(map)), x, y);
            case Cell.Empty() -> {
                to.setColor(NOTHING);
                to.fillRect(x, y, cellPx, cellPx);
            }
        }
    }

    private void paste(Graphics2D to, BufferedImage image, Raster raster, int x, int y) {
        int x0 = x + (cellPx - raster.width()) / 2;
        int y0 = y + (cellPx - raster.height()) / 2;
        to.setColor(LINE);
        to.fillRect(x0 - 1, y0 - 1, raster.width() + 2, raster.height() + 2);
        byte[] rgb = raster.rgb();
        for (int pixel = 0; pixel < raster.width() * raster.height(); pixel++) {
            int colour = (rgb[3 * pixel] & 0xFF) << 16 | (rgb[3 * pixel + 1] & 0xFF) << 8 | rgb[3 * pixel + 2] & 0xFF;
            image.setRGB(x0 + pixel % raster.width(), y0 + pixel / raster.width(), colour);
        }
    }

    private Raster fitted(Raster raster) {
        int[] size = fittedSize(raster.width(), raster.height());
        return Resample.bicubic(raster, size[0], size[1]);
    }

    private Mask fitted(Mask mask) {
        int[] size = fittedSize(mask.width(), mask.height());
        return Resample.nearest(mask, size[0], size[1]);
    }

    private int[] fittedSize(int width, int height) {
        double scale = (double) cellPx / Math.max(width, height);
        return new int[] {Math.max(1, (int) (width * scale + 0.5)), Math.max(1, (int) (height * scale + 0.5))};
    }

    private static Raster overlay(Raster raster, Mask mask) {
        byte[] colours = Palette.paint(mask).rgb();
        byte[] rgb = raster.rgb().clone();
        for (int pixel = 0; pixel < mask.labels().length; pixel++) {
            int share = mask.at(pixel) == 0 ? 0 : mask.at(pixel) == Mask.IGNORE ? 50 : 60;
            for (int i = 3 * pixel; i < 3 * pixel + 3; i++) {
                rgb[i] = (byte) (((rgb[i] & 0xFF) * (100 - share) + (colours[i] & 0xFF) * share) / 100);
            }
        }
        return new Raster(raster.width(), raster.height(), rgb);
    }

    private static Raster grey(GreyMap map) {
        byte[] rgb = new byte[3 * map.levels().length];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = map.levels()[i / 3];
        }
        return new Raster(map.width(), map.height(), rgb);
    }

    private List<List<Integer>> legendLines(double widthPx) {
        var lines = new ArrayList<List<Integer>>();
        double used = Double.MAX_VALUE;
        for (int label : legendLabels()) {
            double entry = legendEntryPx(label);
            if (used + entry > widthPx) {
                lines.add(new ArrayList<>());
                used = 0;
            }
            lines.getLast().add(label);
            used += entry;
        }
        return lines;
    }

    private List<Integer> legendLabels() {
        var labels = new ArrayList<Integer>();
        for (int label = 0; label < classes.size(); label++) {
            labels.add(label);
        }
        boolean undecided = rows.stream().flatMap(row -> row.cells().stream()).anyMatch(ContactSheet::hasUndecided);
        if (undecided) {
            labels.add(Mask.IGNORE);
        }
        return labels;
    }

    private static boolean hasUndecided(Cell cell) {
        return switch (cell) {
            case Cell.Labels(Mask mask) -> hasUndecided(mask);
            case Cell.Overlay(Raster _, Mask mask) -> hasUndecided(mask);
            case Cell.Picture _, Cell.Grey _, Cell.Empty _ -> false;
        };
    }

    private static boolean hasUndecided(Mask mask) {
        for (byte label : mask.labels()) {
            if ((label & 0xFF) == Mask.IGNORE) {
                return true;
            }
        }
        return false;
    }

    private void drawLegend(Graphics2D to, List<List<Integer>> lines, int bottom) {
        for (int line = 0; line < lines.size(); line++) {
            double x = MARGIN;
            double y = bottom + GAP + line * 2.4 * TEXT_PX + 1.4 * TEXT_PX;
            for (int label : lines.get(line)) {
                to.setColor(new Color(Palette.rgb(label)));
                to.fillRect((int) x, (int) (y - 1.1 * TEXT_PX), (int) (1.4 * TEXT_PX), (int) (1.4 * TEXT_PX));
                to.setColor(INK);
                Lettering.write(to, legendName(label), x + 2 * TEXT_PX, y, TEXT_PX);
                x += legendEntryPx(label);
            }
        }
    }

    private double legendEntryPx(int label) {
        return 4 * TEXT_PX + Lettering.width(legendName(label), TEXT_PX);
    }

    private String legendName(int label) {
        return label == Mask.IGNORE ? "undecided or void" : classes.get(label);
    }
}
