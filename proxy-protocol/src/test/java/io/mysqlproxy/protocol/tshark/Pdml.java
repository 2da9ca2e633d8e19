package io.mysqlproxy.protocol.tshark;

import io.mysqlproxy.core.Direction;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Reads tshark's XML: the MySQL packets of each connection, in the order in which they were complete. */
final class Pdml {
    /** Fields that are texts or byte strings; of all others the number is compared. */
    private static final String VALUE = "mysql.exec.field.";

    private static final String TIMESTAMP = "binlog.event_header.timestamp";

    private static final Set<String> TEXTS = Set.of(
            "version",
            "salt",
            "salt2",
            "auth_plugin",
            "user",
            "passwd",
            "schema",
            "client_auth_plugin",
            "connattrs.name",
            "connattrs.value",
            "error.message",
            "sqlstate",
            "message",
            "auth_switch_request.name",
            "auth_switch_request.data",
            "auth_switch_response.data",
            "session_track.sysvar.name",
            "session_track.sysvar.value",
            "session_track.schema",
            "session_track.state_change",
            "session_track.gtids",
            "session_track.transaction_characteristics",
            "session_track.transaction_state",
            "payload",
            "query",
            "field.catalog",
            "field.db",
            "field.table",
            "field.org_table",
            "field.name",
            "field.org_name");

    /** Lengths of what another field shows, fillers, and a second name of a header FE that is the response code already. */
    private static final Set<String> IGNORED = Set.of(
            "unused",
            "caps.unused",
            "eof",
            "connattrs.length",
            "connattrs.name.length",
            "connattrs.value.length",
            "session_track.length",
            "session_track.data.length",
            "session_track.sysvar.length",
            "session_track.schema.length",
            "session_track.gtids.length",
            "session_track.transaction_characteristics.length",
            "session_track.transaction_state.length",
            "mariadb.prefix",
            "mariadb.length");

    /** For a MariaDB server tshark looks collations up in another table, and gives the same field another name. */
    private static final Map<String, String> TWINS =
            Map.of("mariadb.charset", "charset", "mariadb.server_language", "server_language");

    private final XMLStreamReader xml;
    private final Map<Integer, List<TsharkPacket>> byClientPort = new TreeMap<>();
    private int sourcePort;
    private int destinationPort;
    private @Nullable TsharkPacket packet;

    private Pdml(XMLStreamReader xml) {
        this.xml = xml;
    }

    /** The packets of each connection by the client's port. */
    static Map<Integer, List<TsharkPacket>> read(InputStream in) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        Pdml pdml = new Pdml(factory.createXMLStreamReader(in));
        while (pdml.xml.hasNext()) {
            if (pdml.xml.next() == XMLStreamConstants.START_ELEMENT) {
                pdml.element();
            }
        }
        return pdml.byClientPort;
    }

    private void element() {
        String name = attribute("name");
        switch (xml.getLocalName()) {
            case "packet" -> packet = null;
            case "proto" -> proto(name);
            case "field" -> field(name);
            default -> {}
        }
    }

    private void proto(String name) {
        if (name.equals("mysql")) {
            boolean fromClient = destinationPort == PcapWriter.SERVER_PORT;
            packet = new TsharkPacket(fromClient ? Direction.CLIENT_TO_SERVER : Direction.SERVER_TO_CLIENT);
            byClientPort
                    .computeIfAbsent(fromClient ? sourcePort : destinationPort, port -> new ArrayList<>())
                    .add(packet);
        } else if (name.equals("_ws.malformed") && packet != null) {
            packet.fields().put("malformed", List.of("1"));
        }
    }

    private void field(String name) {
        if (name.equals("tcp.srcport")) {
            sourcePort = Integer.parseInt(attribute("show"));
        } else if (name.equals("tcp.dstport")) {
            destinationPort = Integer.parseInt(attribute("show"));
        } else if (packet != null && name.startsWith("mysql.row.")) {
            packet.fields().put("row", List.of("1"));
            row(name);
        } else if (packet != null && name.startsWith(VALUE)) {
            value(name.substring(VALUE.length()));
        } else if (packet != null
                && name.matches("(mysql|mariadb)\\..*")
                && !attribute("value").isEmpty()) {
            String field = TWINS.getOrDefault(name, name.replaceFirst("^mysql\\.", ""));
            String value = TEXTS.contains(field)
                    ? text(attribute("value"))
                    : field.equals(TIMESTAMP) ? seconds(attribute("value")) : number(attribute("show"));
            if (!IGNORED.contains(field) && !value.isEmpty()) {
                packet.add(field, value);
            }
        }
    }

    /** Of a binary row or an execute; a date is its length and its parts. */
    private void value(String type) {
        String value = switch (type) {
            case "string" -> withoutLength(attribute("value"));
            case "float", "double" -> OurCommands.REAL;
            default -> number(attribute("show"));
        };
        if (packet != null && !type.equals("null")) {
            packet.add("values", value);
        }
    }

    /** What follows the length. */
    private static String withoutLength(String hex) {
        return hex.length() > 2 * (1 + OurCommands.LONGEST_SHOWN)
                ? OurCommands.LONG
                : hex.substring(Math.min(2, hex.length()));
    }

    private void row(String name) {
        boolean none = attribute("show").equals(OurCommands.NULL);
        String value = none ? OurCommands.NULL : text(attribute("value"));
        if (packet != null && name.equals("mysql.row.text") && !value.isEmpty()) {
            packet.add("row.text", value);
        }
    }

    /** Which tshark shows as a date. */
    private static String seconds(String hex) {
        return Long.toString(Integer.reverseBytes(Integer.parseUnsignedInt(hex, 16)) & 0xffff_ffffL);
    }

    private static String text(String hex) {
        return hex.endsWith("00") ? hex.substring(0, hex.length() - 2) : hex;
    }

    private static String number(String shown) {
        if (shown.startsWith("0x")) {
            return Long.toString(Long.parseLong(shown.substring(2), 16));
        }
        // Newer versions spell flags out.
        return switch (shown) {
            case "True" -> "1";
            case "False" -> "0";
            default -> shown;
        };
    }

    private String attribute(String name) {
        String value = xml.getAttributeValue(null, name);
        return value == null ? "" : value;
    }
}
