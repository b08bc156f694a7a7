/* Moves the date of a process and of all its children: preloaded (LD_PRELOAD), every question for the wall clock is answered
 * with MOVED_SECONDS more. Durations stay true: monotonic clocks and relative waits are not touched, and waits until a
 * moment of the wall clock are moved back. It keeps nothing and takes no locks, so that processes may fork and be killed.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

/* A moment later than this (2001) is one of the wall clock: no machine runs for thirty years, which is what the other clocks count. */
#define WALL 1000000000

static long long offset;

__attribute__((constructor)) static void begin(void)
{
    const char *told = getenv("MOVED_SECONDS");
    offset = told ? atoll(told) : 0;
}

static void *real(const char *name, const char *version)
{
    void *found = version ? dlvsym(RTLD_NEXT, name, version) : NULL;
    return found ? found : dlsym(RTLD_NEXT, name);
}

#define REAL(result, name, version, ...)                    \
    static result (*known)(__VA_ARGS__);                    \
    if (!known)                                             \
        known = (result (*)(__VA_ARGS__))real(name, version)

/* A moment told by the moved clock, as the system counts it. */
static const struct timespec *back(const struct timespec *moment, struct timespec *place)
{
    if (!moment || moment->tv_sec < WALL)
        return moment;
    place->tv_sec = moment->tv_sec - offset;
    place->tv_nsec = moment->tv_nsec;
    return place;
}

int clock_gettime(clockid_t clock, struct timespec *at)
{
    REAL(int, "clock_gettime", NULL, clockid_t, struct timespec *);
    int failed = known ? known(clock, at) : (int)syscall(SYS_clock_gettime, clock, at);
    if (!failed && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE || clock == CLOCK_TAI))
        at->tv_sec += offset;
    return failed;
}

int gettimeofday(struct timeval *restrict at, void *restrict zone)
{
    struct timespec now;
    (void)zone;
    if (!clock_gettime(CLOCK_REALTIME, &now)) {
        at->tv_sec = now.tv_sec;
        at->tv_usec = now.tv_nsec / 1000;
    }
    return 0;
}

time_t time(time_t *at)
{
    struct timespec now = {0};
    clock_gettime(CLOCK_REALTIME, &now);
    if (at)
        *at = now.tv_sec;
    return now.tv_sec;
}

int timespec_get(struct timespec *at, int base)
{
    return base == TIME_UTC && !clock_gettime(CLOCK_REALTIME, at) ? base : 0;
}

int clock_nanosleep(clockid_t clock, int flags, const struct timespec *wanted, struct timespec *left)
{
    struct timespec place;
    REAL(int, "clock_nanosleep", NULL, clockid_t, int, const struct timespec *, struct timespec *);
    return known(clock, flags, flags & TIMER_ABSTIME ? back(wanted, &place) : wanted, left);
}

int sem_timedwait(sem_t *restrict semaphore, const struct timespec *restrict until)
{
    struct timespec place;
    REAL(int, "sem_timedwait", NULL, sem_t *, const struct timespec *);
    return known(semaphore, back(until, &place));
}

int pthread_mutex_timedlock(pthread_mutex_t *restrict mutex, const struct timespec *restrict until)
{
    struct timespec place;
    REAL(int, "pthread_mutex_timedlock", NULL, pthread_mutex_t *, const struct timespec *);
    return known(mutex, back(until, &place));
}

int pthread_cond_timedwait(pthread_cond_t *restrict condition, pthread_mutex_t *restrict mutex,
                           const struct timespec *restrict until)
{
    struct timespec place;
    REAL(int, "pthread_cond_timedwait", "GLIBC_2.3.2", pthread_cond_t *, pthread_mutex_t *, const struct timespec *);
    return known(condition, mutex, back(until, &place));
}

int timerfd_settime(int timer, int flags, const struct itimerspec *wanted, struct itimerspec *former)
{
    struct itimerspec moved;
    REAL(int, "timerfd_settime", NULL, int, int, const struct itimerspec *, struct itimerspec *);
    if (wanted && flags & TFD_TIMER_ABSTIME) {
        struct timespec place;
        moved = *wanted;
        moved.it_value = *back(&wanted->it_value, &place);
        wanted = &moved;
    }
    return known(timer, flags, wanted, former);
}
