package io.safelight.ffmpeg;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Runs a filter as the kernel does: what it answers on processors that this machine is not can be asked too. */
final class BpfMachine {
  private BpfMachine() {}

  static int answer(BpfProgram program, int architecture, int number, long... arguments) {
    ByteBuffer data = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    data.putInt(number).putInt(architecture).putLong(0);
    for (long argument : arguments) {
      data.putLong(argument);
    }
    List<BpfProgram.Instruction> instructions = program.instructions();
    int accumulator = 0;
    int at = 0;
    while (true) {
      BpfProgram.Instruction instruction = instructions.get(at++);
      int operand = instruction.operand();
      boolean jump;
      switch (instruction.code()) {
        case 0x20 -> {
          accumulator = data.getInt(operand);
          continue;
        }
        case 0x06 -> {
          return operand;
        }
        case 0x15 -> jump = accumulator == operand;
        case 0x35 -> jump = Integer.compareUnsigned(accumulator, operand) >= 0;
        case 0x45 -> jump = (accumulator & operand) != 0;
        default -> throw new IllegalStateException("unknown instruction " + instruction);
      }
      at += jump ? instruction.ifTrue() : instruction.ifFalse();
    }
  }
}
