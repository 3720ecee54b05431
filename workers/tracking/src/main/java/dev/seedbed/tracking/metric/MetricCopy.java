package dev.seedbed.tracking.metric;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Metric points in Postgres' binary COPY format: a signature, per row the number of fields and each field's length and bytes, and −1. */
final class MetricCopy {

    private static final byte[] SIGNATURE = "PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final int HEADER_BYTES = SIGNATURE.length + 2 * Integer.BYTES;
    private static final short FIELDS = 4;
    private static final int ROW_BYTES = Short.BYTES + FIELDS * Integer.BYTES + 2 * Integer.BYTES + Long.BYTES + Double.BYTES;

    private MetricCopy() {}

    /** Rows of (name_id integer, step bigint, value double precision, place integer), place being the position in the list. */
    static byte[] encode(List<MetricPoint> points, Map<String, Integer> names) {
        ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + points.size() * ROW_BYTES + Short.BYTES);
        out.put(SIGNATURE).putInt(0).putInt(0);
        for (int place = 0; place < points.size(); place++) {
            MetricPoint point = points.get(place);
            out.putShort(FIELDS);
            out.putInt(Integer.BYTES).putInt(names.get(point.name()));
            out.putInt(Long.BYTES).putLong(point.step());
            out.putInt(Double.BYTES).putDouble(point.value());
            out.putInt(Integer.BYTES).putInt(place);
        }
        return out.putShort((short) -1).array();
    }

    static void send(Handle handle, String copy, byte[] rows) {
        try {
            CopyIn in = handle.getConnection().unwrap(PGConnection.class).getCopyAPI().copyIn(copy);
            try {
                in.writeToCopy(rows, 0, rows.length);
                in.endCopy();
            } finally {
                if (in.isActive()) {
                    in.cancelCopy();
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("COPY of metrics failed: " + e.getMessage(), e);
        }
    }
}
