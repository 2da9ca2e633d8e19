package io.mysqlproxy.cli;

import io.mysqlproxy.protocol.message.CloneCommand;
import io.mysqlproxy.protocol.message.CloneResponse;
import io.mysqlproxy.protocol.message.ErrorText;
import io.mysqlproxy.protocol.wire.Secret;

/** Packets of a clone with filler in place of data; which engines and how far they are stays. */
final class MaskedClone {
    private MaskedClone() {}

    static CloneCommand of(CloneCommand command) {
        return command instanceof CloneCommand.Ack ack
                ? new CloneCommand.Ack(
                        ack.error(),
                        ack.locator(),
                        MaskedValue.text(ack.descriptor().length()),
                        ack.oddities())
                : command;
    }

    static CloneResponse of(CloneResponse response) {
        return switch (response) {
            case CloneResponse.Locators locators -> locators;
            case CloneResponse.Complete complete -> complete;
            case CloneResponse.DataDescriptor data ->
                new CloneResponse.DataDescriptor(
                        data.engine(),
                        data.locator(),
                        MaskedValue.text(data.descriptor().length()));
            case CloneResponse.Data data -> new CloneResponse.Data(filler(data.content()));
            case CloneResponse.Requirement requirement ->
                new CloneResponse.Requirement(
                        requirement.code(),
                        requirement.name(),
                        requirement.value().map(value -> MaskedValue.text(value.length())),
                        requirement.oddities());
            case CloneResponse.Failed failed ->
                new CloneResponse.Failed(
                        failed.error(),
                        ErrorText.of(MaskedValue.text(failed.message().length()).utf8()));
            case CloneResponse.Other other -> new CloneResponse.Other(other.code(), filler(other.content()));
        };
    }

    private static Secret filler(Secret content) {
        return Secret.of(MaskedValue.text(content.length()));
    }
}
