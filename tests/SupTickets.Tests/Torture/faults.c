/* Counts the operations of a process on the files below a folder, and at the one of a given number ends the process or lets the operation fail.
   Loaded with LD_PRELOAD; it asks
     FAULT_ROOT    the folder
     FAULT_AT      the number of the operation, from 1; 0 only counts
     FAULT_ACT     kill (the process is gone before the operation), killed-after (right after it), or the number of an error
     FAULT_ONLY    empty for every operation, else its name: write, fsync, rename, open, mkdir, unlink, truncate
     FAULT_STICKY  1: from that one on each fails, as on a disk that is full
     FAULT_LOG     a file to which each operation adds a line; it lies outside of the folder
   Operations are counted over all threads, in the order in which they come. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static atomic_long count;

static const char *text(const char *name) { const char *value = getenv(name); return value ? value : ""; }

static void *(*found(void))(void *, const char *)
{
    static void *(*original)(void *, const char *);
    const char *versions[] = { "GLIBC_2.34", "GLIBC_2.17", "GLIBC_2.2.5" };
    for (int i = 0; i < 3 && !original; i++) original = dlvsym(RTLD_NEXT, "dlsym", versions[i]);
    return original;
}

static void *real(const char *name) { return found()(RTLD_NEXT, name); }

int link(const char *from, const char *to);

/* Who asks the C library itself for fsync or link, as a P/Invoke does, gets these too. */
void *dlsym(void *handle, const char *name)
{
    if (handle != RTLD_NEXT && strcmp(name, "fsync") == 0) return (void *)fsync;
    if (handle != RTLD_NEXT && strcmp(name, "link") == 0) return (void *)link;
    return found()(handle, name);
}

static int below(const char *path)
{
    const char *root = text("FAULT_ROOT");
    size_t length = strlen(root);
    return length > 0 && path && strncmp(path, root, length) == 0 && (path[length] == '/' || path[length] == 0);
}

static int descriptor_below(int fd)
{
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length <= 0) return 0;
    path[length] = 0;
    return below(path);
}

/* Whether this operation is to be killed after; -1 with errno set where it fails. */
static int fault(const char *operation, const char *path)
{
    const char *only = text("FAULT_ONLY");
    if (*only && strcmp(only, operation) != 0) return 0;
    long number = atomic_fetch_add(&count, 1) + 1, at = atol(text("FAULT_AT"));
    const char *act = text("FAULT_ACT"), *log = text("FAULT_LOG");
    if (*log)
    {
        int (*open_)(const char *, int, ...) = real("open");
        ssize_t (*write_)(int, const void *, size_t) = real("write");
        int fd = open_(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
        char line[PATH_MAX + 64];
        int length = snprintf(line, sizeof line, "%ld %s %s\n", number, operation, path ? path : "-");
        if (fd >= 0) { if (write_(fd, line, length) < 0) { /* The log is a help, no more. */ } close(fd); }
    }
    int due = at > 0 && (number == at || (number > at && *text("FAULT_STICKY") == '1'));
    if (!due) return 0;
    if (strcmp(act, "kill") == 0) kill(getpid(), SIGKILL);
    if (strcmp(act, "killed-after") == 0) return 1;
    errno = atoi(act);
    return -1;
}

#define CHECK(operation, path) int then = fault(operation, path); if (then < 0) return -1
#define DONE(result) do { __typeof__(result) value = (result); int saved = errno; if (then > 0) kill(getpid(), SIGKILL); errno = saved; return value; } while (0)

static int opened(const char *name, int directory, int at, const char *path, int flags, mode_t mode)
{
    int writes = (flags & O_ACCMODE) != O_RDONLY || (flags & O_CREAT);
    int then = 0;
    if (writes && below(path)) { then = fault("open", path); if (then < 0) return -1; }
    int fd = at
        ? ((int (*)(int, const char *, int, ...))real(name))(directory, path, flags, mode)
        : ((int (*)(const char *, int, ...))real(name))(path, flags, mode);
    DONE(fd);
}

#define MODE mode_t mode = 0; if (flags & (O_CREAT | O_TMPFILE)) { va_list list; va_start(list, flags); mode = va_arg(list, mode_t); va_end(list); }
int open(const char *path, int flags, ...) { MODE return opened("open", 0, 0, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE return opened("open64", 0, 0, path, flags, mode); }
int openat(int directory, const char *path, int flags, ...) { MODE return opened("openat", directory, 1, path, flags, mode); }
int openat64(int directory, const char *path, int flags, ...) { MODE return opened("openat64", directory, 1, path, flags, mode); }

#define ON_FD(operation) int then = 0; if (descriptor_below(fd)) { then = fault(operation, NULL); if (then < 0) return -1; }
ssize_t write(int fd, const void *from, size_t size) { ON_FD("write") DONE(((ssize_t (*)(int, const void *, size_t))real("write"))(fd, from, size)); }
ssize_t pwrite(int fd, const void *from, size_t size, off_t place) { ON_FD("write") DONE(((ssize_t (*)(int, const void *, size_t, off_t))real("pwrite"))(fd, from, size, place)); }
ssize_t pwrite64(int fd, const void *from, size_t size, off64_t place) { ON_FD("write") DONE(((ssize_t (*)(int, const void *, size_t, off64_t))real("pwrite64"))(fd, from, size, place)); }
ssize_t pwritev(int fd, const struct iovec *from, int size, off_t place) { ON_FD("write") DONE(((ssize_t (*)(int, const struct iovec *, int, off_t))real("pwritev"))(fd, from, size, place)); }
int fsync(int fd) { ON_FD("fsync") DONE(((int (*)(int))real("fsync"))(fd)); }
int fdatasync(int fd) { ON_FD("fsync") DONE(((int (*)(int))real("fdatasync"))(fd)); }
int ftruncate(int fd, off_t size) { ON_FD("truncate") DONE(((int (*)(int, off_t))real("ftruncate"))(fd, size)); }
int ftruncate64(int fd, off64_t size) { ON_FD("truncate") DONE(((int (*)(int, off64_t))real("ftruncate64"))(fd, size)); }

#define ON_PATH(operation, path) int then = 0; if (below(path)) { then = fault(operation, path); if (then < 0) return -1; }
int rename(const char *from, const char *to) { ON_PATH("rename", to) DONE(((int (*)(const char *, const char *))real("rename"))(from, to)); }
int link(const char *from, const char *to) { ON_PATH("rename", to) DONE(((int (*)(const char *, const char *))real("link"))(from, to)); }
int mkdir(const char *path, mode_t mode) { ON_PATH("mkdir", path) DONE(((int (*)(const char *, mode_t))real("mkdir"))(path, mode)); }
int unlink(const char *path) { ON_PATH("unlink", path) DONE(((int (*)(const char *))real("unlink"))(path)); }
int rmdir(const char *path) { ON_PATH("unlink", path) DONE(((int (*)(const char *))real("rmdir"))(path)); }
