package io.mysqlproxy.protocol.conversation;

import io.mysqlproxy.protocol.message.Capability;

/** What the effective capabilities mean for the packets of the command phase, looked up once per log-in instead of once per packet. */
record Layout(
        boolean okHasStatus,
        boolean deprecateEof,
        boolean columnCountHasMetadata,
        boolean prepareOkHasMetadata,
        boolean progress,
        boolean mariaDb) {
    static Layout of(Agreed agreed) {
        boolean protocol41 = agreed.has(Capability.PROTOCOL_41);
        boolean optionalMetadata = agreed.has(Capability.OPTIONAL_RESULTSET_METADATA);
        return new Layout(
                protocol41 || agreed.has(Capability.TRANSACTIONS),
                agreed.has(Capability.DEPRECATE_EOF),
                optionalMetadata || agreed.has(Capability.MARIADB_CACHE_METADATA),
                optionalMetadata,
                agreed.mariaDb()
                        && (agreed.has(Capability.MARIADB_PROGRESS) || agreed.has(Capability.CAPABILITY_EXTENSION)),
                agreed.mariaDb());
    }
}
