"""All benchmarks, a line for each. They print ratios and judge nothing: a busy machine is no defect."""

from benchmarks import archive, first_paint, key_echo, version


def main() -> None:
    """Run them one after another."""
    for benchmark in (first_paint, version, key_echo, archive):
        benchmark.main()


if __name__ == "__main__":
    main()
