/*
 * Stands in for two libraries that MySQL 8.0.12 is linked with and a small Linux does not have: libaio.so.1 and libnuma.so.1. Both are optional to
 * the server: asynchronous I/O is switched off by --innodb-use-native-aio=0, and memory placement when numa_available() says so. Every function here
 * answers "not supported". Used by the embedded server of tests and demo only, and only for a library the system lacks; one file serves both names.
 *
 * Built with (gcc 12, Debian 12):
 *
 *   gcc -shared -nostdlib -O2 -s -fno-asynchronous-unwind-tables -fcf-protection=none -Wl,-z,noseparate-code,--hash-style=gnu,--build-id=none \
 *       -Wl,--version-script,absent-libraries.map -o absent-libraries.so absent-libraries.c
 */
#define ENOSYS 38

int io_setup(int events, void **context) { return -ENOSYS; }
int io_submit(void *context, long count, void **requests) { return -ENOSYS; }
int io_getevents(void *context, long least, long most, void *events, void *timeout) { return -ENOSYS; }

void *numa_all_nodes_ptr;
int numa_available(void) { return -1; }
int numa_node_of_cpu(int cpu) { return -1; }
int numa_num_configured_cpus(void) { return 1; }
long mbind(void *start, unsigned long length, int mode, const unsigned long *nodes, unsigned long most, unsigned flags) { return -1; }
long set_mempolicy(int mode, const unsigned long *nodes, unsigned long most) { return -1; }
void *numa_alloc_local(unsigned long size) { return 0; }
void *numa_alloc_onnode(unsigned long size, int node) { return 0; }
void numa_free(void *memory, unsigned long size) {}
