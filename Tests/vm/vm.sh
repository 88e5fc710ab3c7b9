#!/usr/bin/env bash
# Runs a command on a Linux kernel that has CAN, for machines whose own kernel has not.
#
#   Tests/vm/vm.sh run 'COMMAND'       with a minimal init
#   Tests/vm/vm.sh systemd 'COMMAND'   with systemd as process 1, as a service; boots in one to two minutes
#   Tests/vm/vm.sh prepare             only fetches the kernel and makes the boot image
#
# The guest is Debian's own kernel in QEMU. It sees this machine's files at the same paths and runs the command in
# the same folder; what it writes stays in its memory. It has vcan, vxcan, slcan, can-gw, ISO-TP, BCM and J1939,
# and can0 and can1 are two CAN controllers on one bus. It has no network.
#
# The exit status is the command's; 124 where AXLE_VM_TIMEOUT ran out; 125 where the guest could not be run.
#
#   AXLE_VM_DIR      where kernel and boot image are kept   (.vm in the repository)
#   AXLE_VM_TIMEOUT  seconds                                (1800)
#   AXLE_VM_MEMORY   MiB                                    (4096)
#   AXLE_VM_CPUS     processors; with clock instructions 1  (2)
#   AXLE_VM_CLOCK    what the guest's time follows          (instructions)
#     instructions   16 ns an instruction, and waiting takes no time: a deadline of milliseconds means the same on
#                    every machine, however busy; waiting for this machine's files looks long, so read them first
#     host           this machine's time: for comparing the speed of two programs in one run
set -euo pipefail

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cache=${AXLE_VM_DIR:-$repository/.vm}
modules=(virtio_pci 9p 9pnet_virtio overlay can-raw can-bcm can-gw can-isotp can-j1939 vcan vxcan slcan kvaser_pci)

fail() {
    echo "vm: $*" >&2
    exit 125
}

usage() {
    sed -n '2,6p' "${BASH_SOURCE[0]}" | sed 's/^# \{0,1\}//' >&2
    exit 2
}

check_needs() {
    local program missing=()
    [ "$(uname -m)" = x86_64 ] || fail "needs an x86_64 machine, this is $(uname -m)"
    for program in qemu-system-x86_64 busybox modprobe depmod cpio gzip base64; do
        PATH=$PATH:/usr/sbin:/sbin command -v "$program" >/dev/null || missing+=("$program")
    done
    [ ${#missing[@]} = 0 ] || fail "missing: ${missing[*]}; run Scripts/setup.sh"
    if ldd "$(command -v busybox)" >/dev/null 2>&1; then fail "busybox is not static; run Scripts/setup.sh"; fi
    [ "$1" != systemd ] || [ -x /lib/systemd/systemd ] || fail "missing: systemd; run Scripts/setup.sh"
}

# Fetches Debian's kernel package into the current folder.
download_kernel() {
    package=$(apt-cache depends linux-image-amd64 2>/dev/null | awk '/Depends: linux-image-[0-9]/ { print $2; exit }')
    [ -n "$package" ] && apt-get -q -o APT::Sandbox::User=root download "$package" >download.log 2>&1
}

# The package is unpacked beside the boot image and not installed.
fetch_kernel() {
    [ ! -e "$cache/vmlinuz" ] || return 0
    local package= work
    echo "vm: fetching Debian's kernel" >&2
    work=$(mktemp -d "$cache/fetch.XXXXXX")
    if ! (cd "$work" && download_kernel); then
        # The package lists may be missing or older than the archive.
        [ "$(id -u)" != 0 ] || apt-get -q update >"$work/update.log" 2>&1 || true
        (cd "$work" && download_kernel) || {
            cat "$work"/*.log >&2
            rm -rf "$work"
            fail "cannot download linux-image-amd64's kernel; is there a network, and was apt-get update run?"
        }
    fi
    dpkg-deb -x "$work"/linux-image-*.deb "$work/kernel"
    rm -rf "$cache/kernel" "$cache/initrd.gz"
    mv "$work/kernel" "$cache/kernel"
    rm -rf "$work"
    # Last, because it says that the rest is there.
    cp "$cache"/kernel/boot/vmlinuz-* "$cache/vmlinuz"
}

make_boot_image() {
    [ "$cache/initrd.gz" -nt "${BASH_SOURCE[0]}" ] && [ "$cache/initrd.gz" -nt "$cache/vmlinuz" ] && return
    local version root module number=100
    version=$(basename "$cache"/kernel/lib/modules/*)
    root=$(mktemp -d "$cache/image.XXXXXX")
    mkdir -p "$root"/{bin,modules,proc,sys,dev,host,memory,root}
    cp "$(command -v busybox)" "$root/bin/busybox"
    export PATH=$PATH:/usr/sbin:/sbin
    depmod -b "$cache/kernel" "$version"
    for module in "${modules[@]}"; do
        modprobe -d "$cache/kernel" -S "$version" --show-depends "$module" || fail "the kernel has no module $module"
    done | awk '$1 == "insmod" && !seen[$2]++ { print $2 }' >"$root/list"
    # insmod loads what it is given and nothing else, so the order of the list is kept in the names.
    while read -r module; do
        cp "$module" "$root/modules/$number-$(basename "$module")"
        number=$((number + 1))
    done <"$root/list"
    write_init >"$root/init"
    chmod +x "$root/init"
    (cd "$root" && find . | cpio -o -H newc 2>/dev/null | gzip -1) >"$cache/initrd.new"
    mv "$cache/initrd.new" "$cache/initrd.gz"
    rm -rf "$root"
}

# The guest's first program: this machine's files under a layer of memory, then the command.
write_init() {
    cat <<'INIT'
#!/bin/busybox sh
/bin/busybox --install -s /bin
mount -t proc none /proc
mount -t sysfs none /sys
mount -t devtmpfs none /dev
for module in /modules/*; do
    insmod "$module" || echo "vm: module $module does not load"
done
argument() { sed -n "s/.* axle\.$1=\([^ ]*\).*/\1/p" /proc/cmdline; }
end() { echo "vm: $1"; echo o >/proc/sysrq-trigger; sleep 60; }

mount -t 9p -o trans=virtio,version=9p2000.L,msize=512000,ro,cache=loose host /host || end "no host files"
mount -t tmpfs -o size=75% none /memory
mkdir /memory/changes /memory/work
mount -t overlay -o lowerdir=/host,upperdir=/memory/changes,workdir=/memory/work none /root || end "no overlay"
for place in proc sys dev; do mount --move /$place /root/$place; done
mkdir -p /root/dev/pts /root/dev/shm /root/run /root/tmp
mount -t devpts none /root/dev/pts
mount -t tmpfs none /root/dev/shm
ln -s /proc/self/fd /root/dev/fd
for stream in 0:stdin 1:stdout 2:stderr; do ln -s /proc/self/fd/${stream%%:*} /root/dev/${stream#*:}; done
ip link set lo up

work=$(sed -n 's/.* axle\.work=\([^ ]*\).*/\1/p' /root/proc/cmdline | base64 -d)
if grep -q ' axle\.mode=systemd' /root/proc/cmdline; then
    # Newer than /usr: or systemd would rebuild its caches at every boot, which takes a minute here.
    touch /root/etc/.updated /root/var/.updated
    # Nor may it empty /tmp, where the repository or its tests may be.
    mkdir -p /root/etc/tmpfiles.d
    ln -sf /dev/null /root/etc/tmpfiles.d/tmp.conf
    units=/root/etc/systemd/system
    mkdir -p $units
    printf '[Unit]\nRequires=basic.target axle-vm.service\n' >$units/axle-vm.target
    printf '[Unit]\nAfter=basic.target\n[Service]\nExecStart=/bin/bash "%s/guest"\n' "$work" >$units/axle-vm.service
    printf 'StandardOutput=tty\nStandardError=tty\nTTYPath=/dev/console\n' >>$units/axle-vm.service
    exec switch_root /root /lib/systemd/systemd --unit=axle-vm.target systemd.show_status=false --log-target=journal
fi
mount -t tmpfs none /root/run
exec switch_root /root /bin/bash "$work/guest"
INIT
}

# What the guest runs. The status goes out behind a word that no command can know.
write_guest() {
    printf 'export PATH=%q HOME=%q\ncd %q\n' "$PATH" "${HOME:-/root}" "$PWD"
    printf '%s\n' "${forwarded[@]}"
    # shellcheck disable=SC2016
    printf '(bash %q) </dev/null\nprintf "\\n%%s %%s\\n" %q "$?"\n' "$work/command" "$word"
    printf 'sync\necho o >/proc/sysrq-trigger\nwhile :; do :; done\n'
}

run_guest() {
    local mode=$1 clock
    case ${AXLE_VM_CLOCK:-instructions} in
        instructions) clock=(-accel tcg,thread=single -icount shift=1,sleep=off -smp 1) ;;
        host) clock=(-accel tcg,thread=multi -smp "${AXLE_VM_CPUS:-2}") ;;
        *) fail "AXLE_VM_CLOCK: found $AXLE_VM_CLOCK, allowed instructions, host" ;;
    esac
    timeout "${AXLE_VM_TIMEOUT:-1800}" qemu-system-x86_64 \
        -machine q35 "${clock[@]}" -cpu max -m "${AXLE_VM_MEMORY:-4096}" \
        -nodefaults -display none -no-reboot -serial stdio \
        -kernel "$cache/vmlinuz" -initrd "$cache/initrd.gz" \
        -append "console=ttyS0 quiet loglevel=2 panic=-1 mitigations=off preempt=full axle.mode=$mode axle.work=$(printf %s "$work" | base64 -w0)" \
        -fsdev local,id=host,path=/,security_model=none,readonly=on,multidevs=remap \
        -device virtio-9p-pci,fsdev=host,mount_tag=host \
        -object can-bus,id=bus -device kvaser_pci,canbus=bus -device kvaser_pci,canbus=bus \
        </dev/null >"$work/console" 2>"$work/qemu.log" &
    guest=$!
    sed -u 's/\r$//' <"$work/console" | tee "$work/output" \
        | sed -u -e "/^$word /d" -e '/ \(sysrq: \|reboot: \)Power/d'
    wait "$guest"
}

main() {
    [ $# -ge 1 ] || usage
    local mode=$1 started=$SECONDS status=0
    case $mode in
        run | systemd) [ $# -ge 2 ] || usage ;;
        prepare) ;;
        *) usage ;;
    esac
    shift
    check_needs "$mode"
    mkdir -p "$cache"
    cache=$(cd "$cache" && pwd)
    exec 8>"$cache/lock"
    flock 8
    fetch_kernel
    make_boot_image
    flock -u 8
    [ "$mode" != prepare ] || return 0

    work=$(mktemp -d "$cache/run.XXXXXX")
    guest=
    trap '[ -z "$guest" ] || kill "$guest" 2>/dev/null || true; rm -rf "$work"' EXIT
    trap 'exit 130' INT TERM
    word=axle-vm-$(od -An -N8 -tx8 /dev/urandom | tr -d ' ')
    mapfile -t forwarded < <(export -p | grep -E '^declare -x (AXLE_|SWIFT)' || true)
    printf '%s\n' "$*" >"$work/command"
    write_guest >"$work/guest"
    mkfifo "$work/console"
    run_guest "$mode" || status=$?
    if [ "$status" = 124 ]; then
        echo "vm: no end within ${AXLE_VM_TIMEOUT:-1800} s" >&2
    else
        status=$(awk -v word="$word" '$1 == word { print $2 }' "$work/output" | tail -n 1)
        [ -n "$status" ] || { cat "$work/qemu.log" >&2; fail "the guest ended without an answer"; }
    fi
    echo "vm: status $status after $((SECONDS - started)) s" >&2
    exit "$status"
}

main "$@"
