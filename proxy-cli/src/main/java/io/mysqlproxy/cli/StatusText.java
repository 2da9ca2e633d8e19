package io.mysqlproxy.cli;

import io.mysqlproxy.protocol.message.Eof;
import io.mysqlproxy.protocol.message.Ok;
import io.mysqlproxy.protocol.message.OkInfo;
import io.mysqlproxy.protocol.message.ServerStatus;
import io.mysqlproxy.protocol.message.SessionStateChange;
import io.mysqlproxy.protocol.message.StatusFlags;
import io.mysqlproxy.protocol.message.SystemVariable;
import io.mysqlproxy.protocol.wire.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the server says about itself at the end of something: counts, status, and what changed in the session. */
final class StatusText {
    private static final int SHORT = 80;
    private static final int LONG = 500;

    private StatusText() {}

    static String of(Ok ok, boolean showSecrets) {
        List<String> words = new ArrayList<>();
        if (ok.affectedRows() != 0) {
            words.add(Long.toUnsignedString(ok.affectedRows()) + (ok.affectedRows() == 1 ? " row" : " rows")
                    + " affected");
        }
        if (ok.lastInsertId() != 0) {
            words.add("id " + Long.toUnsignedString(ok.lastInsertId()));
        }
        ok.warnings().ifPresent(count -> warnings(words, count));
        ok.status().ifPresent(status -> words.addAll(words(status)));
        if (!ok.infoText().isEmpty()) {
            words.add("info: " + Visible.text(ok.infoText(), LONG));
        }
        if (ok.info() instanceof OkInfo.CertificateProof proof) {
            words.add("proof of the TLS certificate" + (showSecrets ? ": " + reveal(proof.proof()) : ""));
        }
        ok.sessionState()
                .ifPresent(state -> words.add(state.changes().stream()
                        .map(change -> text(change, showSecrets))
                        .collect(Collectors.joining(" ", "session state: ", ""))));
        return String.join(", ", words);
    }

    static String of(Eof eof) {
        List<String> words = new ArrayList<>();
        eof.warnings().ifPresent(count -> warnings(words, count));
        eof.status().ifPresent(status -> words.addAll(words(status)));
        return String.join(", ", words);
    }

    /** The flags in lower case; that the session state changed is told by the changes themselves. */
    static List<String> words(StatusFlags status) {
        return status.names().stream()
                .filter(name -> !name.equals(ServerStatus.SESSION_STATE_CHANGED.name()))
                .map(name -> name.equals(ServerStatus.IN_TRANS.name())
                        ? "in transaction"
                        : name.toLowerCase(Locale.ROOT).replace('_', ' '))
                .toList();
    }

    private static void warnings(List<String> words, int count) {
        if (count > 0) {
            words.add(count + (count == 1 ? " warning" : " warnings"));
        }
    }

    private static String text(SessionStateChange change, boolean showSecrets) {
        return switch (change) {
            case SessionStateChange.SystemVariables system ->
                system.variables().stream()
                        .map(variable -> text(variable, showSecrets))
                        .collect(Collectors.joining(" "));
            case SessionStateChange.Schema schema -> "schema=" + Visible.text(schema.name(), SHORT);
            case SessionStateChange.Changed changed -> "changed";
            case SessionStateChange.Gtids gtids -> "gtids=" + Visible.text(gtids.gtids(), LONG);
            case SessionStateChange.TransactionCharacteristics characteristics ->
                "transaction characteristics=" + Visible.text(characteristics.statements(), LONG);
            case SessionStateChange.TransactionState state -> "transaction state=" + Visible.text(state.state(), SHORT);
            case SessionStateChange.Unknown unknown ->
                "type " + unknown.type() + "="
                        + (showSecrets ? reveal(unknown.data()) : unknown.data().toString());
        };
    }

    private static String text(SystemVariable variable, boolean showSecrets) {
        String value = variable.isSecret() && !showSecrets
                ? Secret.of(variable.value()).toString()
                : Visible.text(variable.value(), SHORT);
        return Visible.text(variable.name(), SHORT) + "=" + value;
    }

    private static String reveal(Secret secret) {
        return Visible.text(secret.unsafeReveal(), LONG);
    }
}
