/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/call_filter.h"

#ifndef HAVE_LIBSECCOMP

#include <errno.h>
#include <stddef.h>

const char *call_filter_missing(void)
{
	return "built without libseccomp";
}

int call_filter_enter(const struct call_needs *needs)
{
	(void)needs;
	return -ENOSYS;
}

const char *call_filter_name(int number)
{
	(void)number;
	return NULL;
}

#else

#include "archive/library.h"

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <unistd.h>

LIBRARY_NOTE("sandbox", "Refuse system calls that reading does not need", LIBRARY_SECCOMP);

#define FUNCTIONS(DO)       \
	DO(seccomp_init)    \
	DO(seccomp_load)    \
	DO(seccomp_release) \
	DO(seccomp_rule_add_array)

FUNCTIONS(LIBRARY_FUNCTION)

const char *call_filter_missing(void)
{
	static const struct library_symbol symbols[] = { FUNCTIONS(LIBRARY_SYMBOL){ 0 } };
	static struct library library = { .soname = LIBRARY_SECCOMP, .symbols = symbols };

	if (prctl(PR_GET_SECCOMP, 0, 0, 0, 0) < 0)
		return "the kernel has none";
	return library_load(&library);
}

struct call {
	int number; /* negative: this architecture has no such call */
	const char *name;
};

#define CALL(name)                    \
	{                             \
		SCMP_SYS(name), #name \
	}

/* Whatever their arguments. */
static const struct call needed[] = {
	/* what is open, and what is there */
	CALL(read),
	CALL(pread64),
	CALL(readv),
	CALL(write),
	CALL(writev),
	CALL(close),
	CALL(lseek),
	CALL(_llseek),
	CALL(dup),
	CALL(fcntl),
	CALL(fcntl64),
	CALL(getdents),
	CALL(getdents64),
	CALL(stat),
	CALL(stat64),
	CALL(lstat),
	CALL(lstat64),
	CALL(fstat),
	CALL(fstat64),
	CALL(newfstatat),
	CALL(fstatat64),
	CALL(statx),
	CALL(statfs),
	CALL(statfs64),
	CALL(fstatfs),
	CALL(fstatfs64),
	CALL(access),
	CALL(faccessat),
	CALL(faccessat2),
	CALL(readlink),
	CALL(readlinkat),
	CALL(getcwd),
	CALL(fadvise64),
	CALL(fadvise64_64),
	CALL(arm_fadvise64_64),
	/* memory */
	CALL(brk),
	CALL(mmap),
	CALL(mmap2),
	CALL(munmap),
	CALL(mremap),
	CALL(mprotect),
	CALL(madvise),
	/* signals that end the program, and its end */
	CALL(rt_sigaction),
	CALL(rt_sigprocmask),
	CALL(rt_sigreturn),
	CALL(sigreturn),
	CALL(sigaltstack),
	CALL(restart_syscall),
	CALL(exit),
	CALL(exit_group),
	/* time, locks, who and where we are */
	CALL(clock_gettime),
	CALL(clock_gettime64),
	CALL(clock_getres),
	CALL(clock_getres_time64),
	CALL(gettimeofday),
	CALL(time),
	CALL(futex),
	CALL(futex_time64),
	CALL(get_robust_list),
	CALL(set_robust_list),
	CALL(rseq),
	CALL(sched_yield),
	CALL(sched_getaffinity),
	CALL(getrandom),
	CALL(getpid),
	CALL(gettid),
	CALL(getuid),
	CALL(getuid32),
	CALL(geteuid),
	CALL(geteuid32),
	CALL(getgid),
	CALL(getgid32),
	CALL(getegid),
	CALL(getegid32),
	CALL(getrlimit),
	CALL(ugetrlimit),
	CALL(umask),
	CALL(uname),
	CALL(sysinfo),
};

static const struct call replacing[] = {
	CALL(rename), CALL(renameat), CALL(renameat2), CALL(unlink), CALL(unlinkat),
};

static const struct call creating[] = {
	CALL(open), CALL(openat), CALL(fchmod), CALL(fchown), CALL(fchown32),
};

/* Not what reading may come to by chance: whoever calls these is up to something. */
static const struct call ending[] = {
	/* programs and processes */
	CALL(execve),
	CALL(execveat),
	CALL(fork),
	CALL(vfork),
	CALL(clone),
	CALL(clone3),
	CALL(kill),
	CALL(ptrace),
	CALL(process_vm_readv),
	CALL(process_vm_writev),
	/* networks */
	CALL(socket),
	CALL(socketpair),
	CALL(socketcall),
	CALL(connect),
	CALL(bind),
	CALL(listen),
	CALL(accept),
	CALL(accept4),
	CALL(sendto),
	CALL(sendmsg),
	CALL(sendmmsg),
	/* what is on discs */
	CALL(creat),
	CALL(truncate),
	CALL(mkdir),
	CALL(mkdirat),
	CALL(rmdir),
	CALL(mknod),
	CALL(mknodat),
	CALL(link),
	CALL(linkat),
	CALL(symlink),
	CALL(symlinkat),
	CALL(chmod),
	CALL(fchmodat),
	CALL(chown),
	CALL(lchown),
	CALL(fchownat),
	CALL(setxattr),
	CALL(lsetxattr),
	CALL(fsetxattr),
	/* the system */
	CALL(mount),
	CALL(umount2),
	CALL(chroot),
	CALL(pivot_root),
	CALL(setns),
	CALL(unshare),
	CALL(iopl),
	CALL(ioperm),
	CALL(bpf),
	CALL(io_uring_setup),
	CALL(perf_event_open),
	CALL(userfaultfd),
	CALL(init_module),
	CALL(finit_module),
	CALL(delete_module),
	CALL(kexec_load),
	CALL(reboot),
	CALL(keyctl),
	CALL(add_key),
	/* other rights */
	CALL(setuid),
	CALL(setgid),
	CALL(setreuid),
	CALL(setregid),
	CALL(setresuid),
	CALL(setresgid),
	CALL(setgroups),
	CALL(capset),
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char *find(const struct call *calls, size_t count, int number)
{
	for (size_t i = 0; i < count; i++)
		if (calls[i].number == number)
			return calls[i].name;
	return NULL;
}

const char *call_filter_name(int number)
{
	const char *name = find(ending, COUNT(ending), number);

	if (!name)
		name = find(replacing, COUNT(replacing), number);
	return name ? name : find(creating, COUNT(creating), number);
}

/* ---- rules ----------------------------------------------------------------------------------- */

struct filter {
	scmp_filter_ctx context;
	int err;
};

static int rule(const struct filter *filter, uint32_t action, int number, unsigned count,
		const struct scmp_arg_cmp *arguments)
{
	/* cppcheck-suppress CastAddressToIntegerAtReturn ; it does not know what __typeof__ is */
	return sym_seccomp_rule_add_array(filter->context, action, number, count, arguments);
}

static void add(struct filter *filter, uint32_t action, int number, unsigned count,
		const struct scmp_arg_cmp *arguments)
{
	if (!filter->err && number != __NR_SCMP_ERROR)
		filter->err = rule(filter, action, number, count, arguments);
}

static void add_all(struct filter *filter, uint32_t action, const struct call *calls, size_t count)
{
	for (size_t i = 0; i < count; i++)
		add(filter, action, calls[i].number, 0, NULL);
}

/* SCMP_CMP() leaves a member out, of which compilers warn. */
static struct scmp_arg_cmp is(unsigned argument, scmp_datum_t value)
{
	return (struct scmp_arg_cmp){ .arg = argument, .op = SCMP_CMP_EQ, .datum_a = value };
}

static struct scmp_arg_cmp has(unsigned argument, scmp_datum_t mask, scmp_datum_t value)
{
	return (struct scmp_arg_cmp){
		.arg = argument,
		.op = SCMP_CMP_MASKED_EQ,
		.datum_a = mask,
		.datum_b = value,
	};
}

static void allow_if(struct filter *filter, int number, struct scmp_arg_cmp argument)
{
	add(filter, SCMP_ACT_ALLOW, number, 1, &argument);
}

static void end_if(struct filter *filter, int number, struct scmp_arg_cmp argument)
{
	add(filter, SCMP_ACT_TRAP, number, 1, &argument);
}

/* `flags`: which argument they are. */
static void open_to_read(struct filter *filter, int number, unsigned flags)
{
	const unsigned making = O_CREAT | (O_TMPFILE & ~(unsigned)O_DIRECTORY);

	allow_if(filter, number, has(flags, O_ACCMODE | O_TRUNC | making, O_RDONLY));
	end_if(filter, number, has(flags, O_ACCMODE, O_WRONLY));
	end_if(filter, number, has(flags, O_ACCMODE, O_RDWR));
	end_if(filter, number, has(flags, O_CREAT, O_CREAT));
	end_if(filter, number, has(flags, O_TRUNC, O_TRUNC));
}

static void allow_some(struct filter *filter)
{
	scmp_datum_t self = (scmp_datum_t)getpid();

	allow_if(filter, SCMP_SYS(ioctl), is(1, TCGETS));
	allow_if(filter, SCMP_SYS(ioctl), is(1, TIOCGWINSZ));
	allow_if(filter, SCMP_SYS(prlimit64), is(2, 0)); /* asks, sets none */
	allow_if(filter, SCMP_SYS(tgkill), is(0, self)); /* raise() */
	allow_if(filter, SCMP_SYS(tkill), is(0, self));
}

static void add_rules(struct filter *filter, const struct call_needs *needs)
{
	add_all(filter, SCMP_ACT_ALLOW, needed, COUNT(needed));
	add_all(filter, SCMP_ACT_TRAP, ending, COUNT(ending));
	add_all(filter, needs->replaces ? SCMP_ACT_ALLOW : SCMP_ACT_TRAP, replacing,
		COUNT(replacing));
	allow_some(filter);
	if (needs->creates) {
		add_all(filter, SCMP_ACT_ALLOW, creating, COUNT(creating));
		return;
	}
	add(filter, SCMP_ACT_TRAP, SCMP_SYS(fchmod), 0, NULL);
	add(filter, SCMP_ACT_TRAP, SCMP_SYS(fchown), 0, NULL);
	add(filter, SCMP_ACT_TRAP, SCMP_SYS(fchown32), 0, NULL);
	open_to_read(filter, SCMP_SYS(open), 1);
	open_to_read(filter, SCMP_SYS(openat), 2);
}

static int load(const struct filter *filter)
{
	/* cppcheck-suppress CastAddressToIntegerAtReturn ; it does not know what __typeof__ is */
	return filter->err ? filter->err : sym_seccomp_load(filter->context);
}

int call_filter_enter(const struct call_needs *needs)
{
	struct filter filter = { 0 };
	int err;

	if (call_filter_missing())
		return -ENOSYS;
	filter.context = sym_seccomp_init(SCMP_ACT_ERRNO(ENOSYS));
	if (!filter.context)
		return -ENOMEM;
	add_rules(&filter, needs);
	err = load(&filter);
	sym_seccomp_release(filter.context);
	return err;
}

#endif
