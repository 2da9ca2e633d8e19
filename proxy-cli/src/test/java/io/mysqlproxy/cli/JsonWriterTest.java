package io.mysqlproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JsonWriterTest {
    @Test
    void writesNestedValues() {
        JsonWriter json = new JsonWriter().beginObject();
        json.name("a").value(1);
        json.name("b")
                .beginArray()
                .value("x,")
                .value(true)
                .beginObject()
                .endObject()
                .endArray();
        json.name("c").unsigned(-1);

        assertThat(json.endObject()).hasToString("{\"a\":1,\"b\":[\"x,\",true,{}],\"c\":18446744073709551615}");
    }

    @Test
    @Rule("LIM-25")
    void escapesWhatJsonDemandsAndWhatATerminalObeys() {
        assertThat(new JsonWriter().value("\"\\\n\r\t\u0000\u001b\u009b\u2028\u202e"))
                .hasToString("\"\\\"\\\\\\n\\r\\t\\u0000\\u001b\\u009b\\u2028\\u202e\"");
    }

    @Test
    void keepsLettersOfAllLanguages() {
        assertThat(new JsonWriter().value("ÄЖ中😀")).hasToString("\"ÄЖ中😀\"");
    }

    @Test
    void replacesHalvesOfPairs() {
        assertThat(new JsonWriter().value("a\ud800b")).hasToString("\"a\\ufffdb\"");
    }
}
