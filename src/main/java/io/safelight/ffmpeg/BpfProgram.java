package io.safelight.ffmpeg;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A program for the kernel's classic packet filter, as seccomp runs it over each system call (linux/filter.h): one accumulator,
 * forward jumps, and an answer. Assembled from the first instruction to the last. Not thread-safe while it is assembled.
 */
final class BpfProgram {
  private static final short LOAD_WORD = 0x20;
  private static final short JUMP_IF_EQUAL = 0x15;
  private static final short JUMP_IF_AT_LEAST = 0x35;
  private static final short JUMP_IF_ANY_BIT = 0x45;
  private static final short RETURN = 0x06;

  private static final int INSTRUCTION_SIZE = 8;
  private static final int LONGEST_JUMP = 255;

  /** {@code struct sock_filter}. */
  record Instruction(short code, int ifTrue, int ifFalse, int operand) {}

  private final List<Instruction> instructions = new ArrayList<>();

  /** Loads 32 bits of what the filter looks at. */
  BpfProgram load(int offset) {
    return add(LOAD_WORD, 0, 0, offset);
  }

  /** Ends with an answer. */
  BpfProgram answer(int answer) {
    return add(RETURN, 0, 0, answer);
  }

  BpfProgram answerIfEqual(int value, int answer) {
    return add(JUMP_IF_EQUAL, 0, 1, value).answer(answer);
  }

  BpfProgram answerUnlessEqual(int value, int answer) {
    return add(JUMP_IF_EQUAL, 1, 0, value).answer(answer);
  }

  /** Compares without signs. */
  BpfProgram answerIfAtLeast(int value, int answer) {
    return add(JUMP_IF_AT_LEAST, 0, 1, value).answer(answer);
  }

  BpfProgram answerIfAnyBit(int bits, int answer) {
    return add(JUMP_IF_ANY_BIT, 0, 1, bits).answer(answer);
  }

  /** Runs a block when the accumulator is equal to the value; one that does not end with an answer goes on behind itself. */
  BpfProgram ifEqual(int value, BpfProgram block) {
    if (block.instructions.size() > LONGEST_JUMP) {
      throw new IllegalArgumentException("a block of " + block.instructions.size() + " instructions");
    }
    add(JUMP_IF_EQUAL, 0, block.instructions.size(), value);
    instructions.addAll(block.instructions);
    return this;
  }

  List<Instruction> instructions() {
    return List.copyOf(instructions);
  }

  /** The instructions as the kernel reads them. */
  byte[] bytes() {
    ByteBuffer bytes = ByteBuffer.allocate(instructions.size() * INSTRUCTION_SIZE).order(ByteOrder.nativeOrder());
    for (Instruction instruction : instructions) {
      bytes
          .putShort(instruction.code)
          .put((byte) instruction.ifTrue)
          .put((byte) instruction.ifFalse)
          .putInt(instruction.operand);
    }
    return bytes.array();
  }

  /** A {@code struct sock_fprog} that leads to the instructions. */
  MemorySegment toNative(Arena arena) {
    MemorySegment program = arena.allocate(16, 8);
    program.set(JAVA_SHORT, 0, (short) instructions.size());
    byte[] bytes = bytes();
    MemorySegment filter = arena.allocate(bytes.length, JAVA_INT.byteAlignment());
    MemorySegment.copy(bytes, 0, filter, JAVA_BYTE, 0, bytes.length);
    program.set(ADDRESS, 8, filter);
    return program;
  }

  private BpfProgram add(short code, int ifTrue, int ifFalse, int operand) {
    instructions.add(new Instruction(code, ifTrue, ifFalse, operand));
    return this;
  }
}
