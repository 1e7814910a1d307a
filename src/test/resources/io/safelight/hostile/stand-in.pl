#!/usr/bin/perl
# Stands in for ffmpeg and ffprobe. A file that ends in "STANDIN <program> <behaviour>" makes the program of that name behave so;
# for every other file it becomes the real program. What an attack comes to is said as the name of a codec, since that is
# what a failed media tells its sender: "refused", or what was possible.
use strict;
$| = 1;

my ($home, $name) = $0 =~ m{^(.*)/([^/]+)$};

sub behaviour {
  -f STDIN or return '';
  my $size = -s STDIN;
  sysseek(STDIN, $size > 100 ? -100 : 0, $size > 100 ? 2 : 0);
  sysread(STDIN, my $end, 100);
  sysseek(STDIN, 0, 0);
  return $end =~ /STANDIN $name (\w+)$/ ? $1 : '';
}

# Lines of "key value".
sub settings {
  open(my $file, '<', "$home/$_[0]") or die "$_[0]: $!";
  return map { chomp; split / /, $_, 2 } <$file>;
}

sub report {
  print STDERR "[error] Decoder (codec $_[0]) not found\n";
  exit 1;
}

sub refused_or {
  report($_[0] ? $_[1] : 'refused');
}

# The name of the file that the run is for.
sub output {
  my ($mp4) = grep { /^[a-z]+\.mp4$/ } @ARGV;
  return defined $mp4 ? $mp4 : 'out.mp4';
}

sub progress {
  print "frame=$_[0]\nout_time_us=$_[0]000\nprogress=continue\n";
}

# In the place of the output.
sub make_node {
  my ($mode, $device) = @_;
  my %calls = settings('calls');
  my $here = -100;
  return syscall($calls{mknodat}, $here, output(), $mode, $device) == 0;
}

sub write_files {
  my ($names) = @_;
  my $block = 'x' x 1_000_000;
  for (my $i = 0; ; $i++) {
    open(my $file, '>>', $names->($i)) or die $!;
    print $file $block or die $!;
    close($file) or die $!;
  }
}

my %behaviours = (
  segfault => sub { unpack('p', pack('Q', 1)) },
  # Where a signal to itself is refused, a program that aborts ends by an instruction that it may not execute.
  abort => sub { kill('ABRT', $$); unpack('p', pack('Q', 1)) },
  fail => sub { exit 1 },
  hang => sub { sleep 1000 while 1 },
  hang_with_progress => sub { for (my $i = 1; ; $i++) { progress($i); select(undef, undef, undef, 0.1) } },
  ignore_signals => sub { $SIG{$_} = 'IGNORE' for qw(TERM INT HUP QUIT); sleep 1000 while 1 },
  large_file => sub { write_files(sub { 'large' }) },
  many_files => sub { write_files(sub { "file-$_[0]" }) },
  flood_output => sub { my $x = 'x' x 65536; syswrite(STDOUT, $x) while 1 },
  flood_progress => sub { my $x = "progress=continue\n" x 4000; syswrite(STDOUT, $x) while 1 },
  flood_errors => sub { my $x = 'x' x 65536; syswrite(STDERR, $x) while 1 },
  child => sub {
    my %settings = settings('settings');
    open(my $sleeper, '>', 'sleeper.pl');
    print $sleeper 'open F, ">", "alive"; print F $$; close F; sleep 1000';
    close($sleeper);
    exec($settings{java}, qw(-Xmx64m -XX:+UseSerialGC -XX:-UsePerfData -cp), $home, $settings{escape});
  },
  no_file => sub { exit 0 },
  empty_file => sub { open(my $file, '>', output()); exit 0 },
  no_video => sub { open(my $file, '>', output()); print $file 'no video at all' x 1000; exit 0 },
  folder => sub { mkdir(output()); exit 0 },
  link => sub { my %settings = settings('settings'); refused_or(symlink($settings{film}, output()), 'link'); },
  link_left => sub { my %settings = settings('settings'); symlink($settings{film}, output()); exit 0 },
  hard_link => sub { my %settings = settings('settings'); refused_or(link($settings{film}, output()), 'hard_link') },
  pipe => sub { refused_or(make_node(0010666, 0), 'pipe') },
  pipe_left => sub { make_node(0010666, 0); exit 0 },
  device => sub { refused_or(make_node(0020666, 0x0105), 'device') },
  calls => sub {
    my %calls = settings('calls');
    for (sort keys %calls) {
      $! = 0;
      report($_) if syscall($calls{$_}, 0, 0, 0, 0, 0) >= 0 || $! != 1;
    }
    report('refused');
  },
  connect => sub {
    # By number: the module for it lies where a confined program cannot read.
    my %settings = settings('settings');
    my %calls = settings('calls');
    my $socket = syscall($calls{socket}, 2, 1, 0);
    refused_or($socket >= 0 && syscall($calls{connect}, $socket, pack('SnNx8', 2, $settings{port}, 0x7f000001), 16) == 0, 'connect');
  },
  read => sub { my %settings = settings('settings'); refused_or(open(my $file, '<', $settings{film}), 'read') },
  write => sub { my %settings = settings('settings'); refused_or(open(my $file, '>>', $settings{film}), 'write') },
  create => sub { my %settings = settings('settings'); refused_or(open(my $file, '>', "$settings{film}.new"), 'create') },
  remove => sub { my %settings = settings('settings'); refused_or(unlink($settings{film}), 'remove') },
  server => sub { refused_or(kill(0, getppid()), 'server') },
);

my $behaviour = behaviour();
if ($behaviour) {
  ($behaviours{$behaviour} or sub { report('unknown_behaviour') })->();
}
$ENV{LD_LIBRARY_PATH} = $home;
exec {"$home/real-$name"} $name, @ARGV;
