package io.mysqlproxy.cli.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterSyntaxTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "user=app;user = app",
                "error or rows and sql;(error or (rows and sql))",
                "error and rows or sql;((error and rows) or sql)",
                "error || rows && sql;(error or (rows and sql))",
                "(error or rows) and sql;((error or rows) and sql)",
                "not error and rows;(not error and rows)",
                "not (error and rows);not (error and rows)",
                "not user = app;not user = app",
                "!error && !!rows;(not error and not not rows)",
                "user != app;not user = app",
                "user <> app;not user = app",
                "user == app;user = app",
                "sql !~ x;not sql ~ x",
                "not sql !~ x;not not sql ~ x",
                "user in (app, root);user in (app, root)",
                "user not in (app, root);not user in (app, root)",
                "sql not contains x or error;(not sql contains x or error)",
                "error and rows and sql;(error and rows and sql)",
                "DURATION>10ms AND Not Rows<=3;(duration > 10ms and not rows <= 3)",
                "client=10.0.0.0/8;client = 10.0.0.0/8",
                "client = ::1;client = ::1",
                "user in ('and', \"or\");user in (and, or)",
            })
    void bindsNotBeforeAndBeforeOr(String text, String meaning) {
        assertThat(Filter.parse(text)).hasToString(meaning);
    }

    @Test
    void takesQuotedTextAsItIsAndADoubledQuoteForOne() {
        assertThat(Filter.parse("sql ~ '\\bit''s\\b' or sql = \"a\"\"'b\""))
                .hasToString("(sql ~ \\bit's\\b or sql = a\"'b)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "durtion > 10ms|unknown field durtion; did you mean duration?|^^^^^^^",
                "error and scheam = shop|unknown field scheam; did you mean schema?|          ^^^^^^",
                "command = exectue|unknown command 'exectue'; did you mean execute?|          ^^^^^^^",
                "outcome = failed|unknown outcome 'failed' (there are: error, no_reply, ok, unanswered)|          ^^^^^^",
                "duration > 10|'10' does not go with duration (write a duration with its unit, as in 500us, 10ms, 1.5s, 1m30s)|           ^^",
                "duration > 10mb|'10mb' does not go with duration (write a duration with its unit, as in 500us, 10ms, 1.5s, 1m30s)|           ^^^^",
                "duration > 1.5us|'1.5us' does not go with duration (write a duration with its unit, as in 500us, 10ms, 1.5s, 1m30s)|           ^^^^^",
                "rows > many|'many' does not go with rows (write a whole number)|       ^^^^",
                "rows > 1.5|'1.5' does not go with rows (write a whole number)|       ^^^",
                "rows > 99999999999999999999|'99999999999999999999' does not go with rows (write a whole number)|       ^^^^^^^^^^^^^^^^^^^^",
                "bytes > 2MB2|'2MB2' does not go with bytes (write a number of bytes, as in 512, 64KiB, 2MB)|        ^^^^",
                "rows ~ 5|'~' does not go with rows, a number (use = != < <= > >= in)|     ^",
                "user > app|'>' does not go with user, a text (use = != ~ !~ contains in)|     ^",
                "command ~ query|'~' does not go with command (use = != in)|        ^",
                "client contains 10|'contains' does not go with client, an address (use = != in)|       ^^^^^^^^",
                "client = db|'db' is no address (write 10.0.0.7, ::1, or a network as 10.0.0.0/8)|         ^^",
                "client = 10.0.0.0/33|'10.0.0.0/33' is no address (write 10.0.0.7, ::1, or a network as 10.0.0.0/8)|         ^^^^^^^^^^^",
                "client = 10.0.0.256|'10.0.0.256' is no address (write 10.0.0.7, ::1, or a network as 10.0.0.0/8)|         ^^^^^^^^^^",
                "client|client must be compared, as in client = 10.0.0.0/8|^^^^^^",
                "command|command must be compared, as in command = unknown|^^^^^^^",
                "user app|expected a comparison, 'and' or 'or' before 'app'|     ^^^",
                "error error|expected a comparison, 'and' or 'or' before 'error'|      ^^^^^",
                "user =|expected a value after '='|      ^",
                "user = and error|expected a value after '=' (write 'and' in quotes if it is one)|       ^^^",
                "user = = app|expected a value after '='|       ^",
                "user in app|expected a list in parentheses, as in (a, b)|        ^^^",
                "user in ()|expected a value after '('|         ^",
                "user in (app root)|expected ',' or ')' in this list|        ^",
                "(error or rows|expected ')' for this '('|^",
                "error)|expected a comparison, 'and' or 'or' before ')'|     ^",
                "error and|expected a field, as in duration > 10ms|         ^",
                "and error|expected a field before 'and'|^^^",
                "'user' = app|expected a field, as in duration > 10ms|^^^^^^",
                "sql ~ 'a(b'|not a regular expression of RE2: missing closing )|      ^^^^^",
                "sql ~ '(?=x)'|not a regular expression of RE2: invalid or unsupported Perl syntax|      ^^^^^^^",
                "sql ~ ^select|unexpected '^' (a value with such characters needs quotes)|      ^",
                "sql = 'abc|this quote is not closed|      ^",
            })
    void saysWhatIsWrongAndWhere(String text, String problem, String carets) {
        FilterException error = catchThrowableOfType(FilterException.class, () -> Filter.parse(text));

        assertThat(error).hasMessage(problem + "\n  " + text + "\n  " + carets);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n"})
    void refusesAnEmptyFilter(String text) {
        FilterException error = catchThrowableOfType(FilterException.class, () -> Filter.parse(text));

        assertThat(error.problem()).isEqualTo("the filter is empty");
    }

    @Test
    void showsTheSurroundingsOfAMistakeInALongFilter() {
        String many = "error or ".repeat(20);

        FilterException error =
                catchThrowableOfType(FilterException.class, () -> Filter.parse(many + "rws > 1 or " + many + "rows"));

        assertThat(error)
                .hasMessage("unknown field rws; did you mean rows?\n"
                        + "  …or or error or error or error or error or error or error or rws > 1 or error or error or error or error or error or erro…\n"
                        + "  " + " ".repeat(61) + "^^^");
    }

    @Test
    void showsNothingThatATerminalWouldObey() {
        FilterException error =
                catchThrowableOfType(FilterException.class, () -> Filter.parse("user =\n'\u001b[2J\u202e' x\u001b"));

        assertThat(String.valueOf(error.getMessage()).lines().skip(1))
                .noneMatch(line -> line.matches(".*[\\x00-\\x1f\\u202e].*"));
    }

    @Test
    void refusesWhatIsNestedTooDeeplyOrTooLong() {
        assertThat(Filter.parse("(".repeat(98) + "error" + ")".repeat(98))).hasToString("error");
        assertThat(problem("(".repeat(200) + "error" + ")".repeat(200))).isEqualTo("more than 100 levels");
        assertThat(problem("!".repeat(4000) + "error")).isEqualTo("more than 100 levels");
        assertThat(problem("error or ".repeat(1000) + "rows")).isEqualTo("the filter is longer than 8192 characters");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a{1000}){1000}",
                "((a{1000}){1000}){1000}",
                "(?:[)]{200}x){99}",
                "([^]]{200}){60}",
                "(\\){200}){60}",
                "(a{0,200}){60}",
            })
    void refusesARegularExpressionThatWouldFillTheMemory(String pattern) {
        assertThat(problem("sql ~ '" + pattern + "'")).isEqualTo("this regular expression is too large");
    }

    @Test
    void refusesARegularExpressionThatIsNestedTooDeeply() {
        assertThat(problem("sql ~ '" + "(a|".repeat(2000) + ")".repeat(2000) + "'"))
                .isEqualTo("this regular expression is too large");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
                "(\\d{1,3}\\.){3}\\d{1,3}",
                "^\\s*(select|insert|update|delete)\\b",
                "[](){1000}]"
            })
    void takesRegularExpressionsAsPeopleWriteThem(String pattern) {
        assertThat(Filter.parse("sql ~ '" + pattern + "'")).hasToString("sql ~ " + pattern);
    }

    private static String problem(String filter) {
        return catchThrowableOfType(FilterException.class, () -> Filter.parse(filter))
                .problem();
    }

    @ParameterizedTest
    @CsvSource({
        "duration,duration,0",
        "durtion,duration,1",
        "duraiton,duration,1",
        "x,duration,8",
        "rows,row_bytes,5",
        "'',abc,3"
    })
    void countsTheEditsBetweenTwoNames(String from, String to, int edits) {
        assertThat(Nearest.distance(from, to)).isEqualTo(edits);
        assertThat(Nearest.distance(to, from)).isEqualTo(edits);
    }
}
