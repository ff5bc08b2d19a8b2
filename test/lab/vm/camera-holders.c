/* Who holds which camera, looked at every 250 ms: the witness that a camera never has two owners.
 *
 *   camera-holders OUTPUT
 *
 * OUTPUT is a virtio-serial port, so that what was seen before a power cut lies on the machine outside. Lines:
 *   H <ms> <samples> <longest gap in ms>           each second: the witness was awake
 *   C <ms> [<minor>:<owner>:<pid>:<command> ...]   at each change: everyone who holds a V4L2 node
 * The time is CLOCK_MONOTONIC. A node is known by its device number, since a container sees it under paths of its own.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <time.h>
#include <unistd.h>

enum { PERIOD_MS = 250, VIDEO_MAJOR = 81 };

static long now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000L + t.tv_nsec / 1000000L;
}

static void read_line(const char *pid, const char *file, char *text, size_t size)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%.20s/%.20s", pid, file);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t length = fd < 0 ? 0 : read(fd, text, size - 1);
    if (fd >= 0)
        close(fd);
    text[length > 0 ? length : 0] = '\0';
    text[strcspn(text, "\n")] = '\0';
}

static const char *owner_of(const char *pid)
{
    char cgroup[512];
    read_line(pid, "cgroup", cgroup, sizeof cgroup);
    if (strstr(cgroup, "native-camera"))
        return "daemon";
    if (strstr(cgroup, "/docker-") || strstr(cgroup, "/docker/"))
        return "container";
    return "other";
}

static void add_holders(const char *pid, char *line, size_t size)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%.20s/fd", pid);
    DIR *files = opendir(path);
    if (!files)
        return;
    unsigned seen = 0;
    for (struct dirent *entry; (entry = readdir(files));) {
        struct stat s;
        if (entry->d_name[0] == '.' || fstatat(dirfd(files), entry->d_name, &s, 0) != 0)
            continue;
        if (!S_ISCHR(s.st_mode) || major(s.st_rdev) != VIDEO_MAJOR || minor(s.st_rdev) >= 32 || seen & 1u << minor(s.st_rdev))
            continue;
        seen |= 1u << minor(s.st_rdev);
        char command[32];
        read_line(pid, "comm", command, sizeof command);
        for (char *c = command; *c; c++)
            if (*c == ' ')
                *c = '_';
        size_t used = strlen(line);
        snprintf(line + used, size - used, " %u:%s:%s:%s", minor(s.st_rdev), owner_of(pid), pid, command);
    }
    closedir(files);
}

int main(int count, char **arguments)
{
    FILE *out = count == 2 ? fopen(arguments[1], "w") : NULL;
    if (!out) {
        perror("camera-holders: give an output that can be written");
        return 2;
    }
    setvbuf(out, NULL, _IOLBF, 0);

    char before[4096] = "never looked";
    long last = now_ms(), gap = 0, samples = 0, reported = last;
    for (;;) {
        char line[4096] = "";
        DIR *processes = opendir("/proc");
        for (struct dirent *entry; processes && (entry = readdir(processes));)
            if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9')
                add_holders(entry->d_name, line, sizeof line);
        if (processes)
            closedir(processes);

        long now = now_ms();
        if (now - last > gap)
            gap = now - last;
        last = now;
        samples++;
        if (strcmp(line, before) != 0) {
            fprintf(out, "C %ld%s\n", now, line);
            memcpy(before, line, sizeof line);
        }
        if (now - reported >= 1000) {
            fprintf(out, "H %ld %ld %ld\n", now, samples, gap);
            reported = now;
            samples = gap = 0;
        }
        long rest = PERIOD_MS - now % PERIOD_MS;
        nanosleep(&(struct timespec){0, rest * 1000000L}, NULL);
    }
}
