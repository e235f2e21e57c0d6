"""A publisher of six digests a day, to whose files, domain, categories, disks and machines everything happens."""

import random
import shutil
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from msgspec.structs import replace

from feedpub.config import CategorySettings, Source
from feedpub.report import BuildReport
from tests.conftest import Publication
from tests.killing import killed_after
from tests.static import python

TOPICS = {"AI进展": "ai-jin-zhan", "大模型": "da-mo-xing", "AI应用": "ai-ying-yong"}
RECENT = 60


class Publisher:
    """Who writes, and lives; ``files`` are the digests' places by number, ``dates`` all that they ever had.

    ``touched`` is what the ledger's diff may tell of an entry ("" of every one) since the last build: field names.
    """

    def __init__(self, publication: Publication, seed: int) -> None:
        self.publication = publication
        self.chance = random.Random(seed)
        self.now = datetime.fromisoformat("2025-01-01T00:00:00+08:00")
        self.files: dict[str, str] = {}
        self.dates: dict[str, list[int]] = defaultdict(list)
        self.touched: dict[str, set[str]] = defaultdict(set)
        self.domain, self.names = 0, 0
        self.backup: Path | None = None
        self.topics = {name: CategorySettings() for name in TOPICS}
        self.took = 0.1

    @property
    def seeds(self) -> Path:
        """The folder of the digests."""
        return self.publication.site.source_folder

    def build(self) -> BuildReport:
        """Publish; nothing of what this publisher does is to surprise subscribers."""
        started = time.perf_counter()
        report = self.publication.build(now=self.now)
        self.took = time.perf_counter() - started
        return report

    def killed_build(self) -> bool:
        """A build that is killed somewhere; whether it was still running."""
        return killed_after(self.chance.uniform(0, 1.1 * self.took), lambda: self.publication.build(now=self.now))

    def write(self) -> None:
        """A new digest."""
        number = f"N{len(self.files):05}"
        body = f"1. [Story of {number} - Source](https://ex.com/{number})\n\n    Text of {number}."
        self.files[number] = f"{self.now:%Y/%m/%Y-%m-%d-%H}.md"
        keys = {"date": self.now.isoformat(), "categories": f"[{list(self.topics)[len(self.files) % 3]}]"}
        self.publication.digest(self.files[number], body, title=f"{number} news", **keys)
        self.dates[number].append(int(self.now.timestamp()))

    def events(self) -> list[Callable[[], None]]:
        """What may happen, the usual more often."""
        usual = [self.rename, self.move_and_edit, self.edit, self.retitle, self.move_and_retitle]
        rare = [
            *(self.redate, self.another_slug, self.another_permalink, self.another_template, self.another_domain),
            *(self.rename_category, self.slug_of_category, self.lose_index, self.spoil_index, self.break_digest),
            *(self.lose_disk, self.restore_over, self.restore_instead, self.new_machine, self.reformat),
        ]
        return [*usual, *usual, *rare]

    def _pick(self) -> str:
        """One of late, and often the newest."""
        late = list(self.files)[-RECENT:]
        return late[-1] if self.chance.random() < 0.3 else self.chance.choice(late)

    def _set(self, number: str, key: str, value: str, *fields: str) -> None:
        """Give a key of the front matter a value."""
        path = self.seeds / self.files[number]
        _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
        lines = [line for line in head.splitlines() if not line.startswith(f"{key}:")]
        path.write_text("\n".join(["---", *lines, f"{key}: {value}", "---", body]), encoding="utf-8")
        self.touched[number] |= {*fields, "updated"} if fields else set()

    def _edit(self, number: str) -> None:
        with (self.seeds / self.files[number]).open("a", encoding="utf-8") as file:
            file.write(f"\n    {self._name()}.\n")
        self.touched[number] |= {"hash", "updated"}

    def _retitle(self, number: str) -> None:
        self._set(number, "title", f"{number} {self._name()}", "title")

    def _name(self) -> str:
        self.names += 1
        return f"new-name-{self.names}"

    def _move(self, number: str) -> str:
        new = f"archive/{self._name()}.md"
        (self.seeds / new).parent.mkdir(exist_ok=True)
        (self.seeds / self.files[number]).rename(self.seeds / new)
        self.files[number] = new
        self.touched[number] |= {"source", "link", "updated"}
        return number

    def rename(self) -> None:
        """Any file, however old."""
        self._move(self._pick() if self.chance.random() < 0.7 else self.chance.choice(list(self.files)))

    def move_and_edit(self) -> None:
        self._edit(self._move(self._pick()))

    def move_and_retitle(self) -> None:
        self._retitle(self._move(self._pick()))

    def edit(self) -> None:
        self._edit(self._pick())

    def retitle(self) -> None:
        self._retitle(self._pick())

    def reformat(self) -> None:
        """White space, and what nobody sees: no change."""
        number = self._pick()
        self._set(number, "weight", "3")
        path = self.seeds / self.files[number]
        path.write_text(path.read_text(encoding="utf-8").replace(" of ", "  of ") + "\n\n", encoding="utf-8")

    def redate(self) -> None:
        """The time was wrong by some minutes."""
        number = self._pick()
        date = self.date(number) - timedelta(minutes=7)
        self._set(number, "date", date.isoformat(), "published")
        self.dates[number].append(int(date.timestamp()))

    def date(self, number: str) -> datetime:
        """What a digest's file says."""
        return datetime.fromisoformat(_key(self.seeds / self.files[number], "date"))

    def another_slug(self) -> None:
        self._set(self._pick(), "slug", self._name(), "link")

    def another_permalink(self) -> None:
        self._set(self._pick(), "url", f"/{self._name()}/", "link")

    def another_template(self) -> None:
        template = self.chance.choice(["{path}/", "posts/{year}/{slug}/", "{slug}.html"])
        self.publication.configure(source=Source(permalink=template))
        self.touched[""] |= {"link", "updated"}

    def another_domain(self) -> None:
        self.domain += 1
        self.publication.configure(url=f"https://d{self.domain}.example/", feeds_url=None)
        self.touched[""] |= {"link", "updated"}

    def rename_category(self) -> None:
        """New digests use another name; the old ones are aliases."""
        old = self.chance.choice(list(self.topics))
        new, settings = f"{old.split()[0]} {self._name()}", self.topics.pop(old)
        self.topics[new] = replace(settings, aliases=(*settings.aliases, old))
        self.publication.configure(categories=dict(self.topics))

    def slug_of_category(self) -> None:
        name = self.chance.choice(list(self.topics))
        self.topics[name] = replace(self.topics[name], slug=self._name())
        self.publication.configure(categories=dict(self.topics))
        self.touched[""] |= {"categories"}

    def lose_index(self) -> None:
        shutil.rmtree(self.publication.root / ".feedpub")

    def spoil_index(self) -> None:
        for path in (self.publication.root / ".feedpub").iterdir():
            path.write_bytes(b"spoilt")

    def break_digest(self) -> None:
        """For one build, in which its last good entry stays."""
        path = self.seeds / self.files[self._pick()]
        good = path.read_bytes()
        path.write_bytes(b"---\ntitle: [\n")
        assert self._errors(self.build()) == {"front-matter-broken"}
        path.write_bytes(good)

    def lose_disk(self) -> None:
        """Half of the files, for one build, which publishes nothing."""
        lost = [path for path in self.seeds.rglob("*.md") if self.chance.random() < 0.5]
        for path in lost:
            path.rename(path.with_suffix(".lost"))
        assert len(self.files) < 20 or self.build().refused
        for path in lost:
            path.with_suffix(".lost").rename(path)

    def back_up(self) -> None:
        """All digests, as they are."""
        self.backup = self.publication.root / "backup"
        shutil.rmtree(self.backup, ignore_errors=True)
        shutil.copytree(self.seeds, self.backup)

    def restore_over(self) -> None:
        """The backup is copied over the present files: older states beside newer ones, for one build."""
        if self.backup is not None:
            backed_up = [number for number, name in self.files.items() if (self.backup / name).exists()][-RECENT:]
            self._edit(self._move(self.chance.choice(backed_up)))
            self.build()
            shutil.copytree(self.backup, self.seeds, dirs_exist_ok=True)
            self._reverted()
            assert self._errors(self.build()) <= {"digest-copied"}
            present = {self.seeds / name for name in self.files.values()}
            for path in set(self.seeds.rglob("*.md")) - present:
                path.unlink()

    def restore_instead(self) -> None:
        """The backup replaces the files; the next build has them back."""
        if self.backup is not None:
            rescued = self.seeds.rename(self.publication.root / "rescued")
            shutil.copytree(self.backup, self.seeds)
            self._reverted()
            self.build()
            shutil.rmtree(self.seeds)
            rescued.rename(self.seeds)
            self._reverted()

    @staticmethod
    def _errors(report: BuildReport) -> set[str]:
        return {finding.rule for finding in report.findings if finding.severity == "error"}

    def _reverted(self) -> None:
        self.touched[""] |= {"source", "title", "hash", "link", "published", "updated", "withdrawn", "categories"}

    def new_machine(self) -> None:
        """It has the digests, and takes the ledger from the live site."""
        live = self.publication.root / "live"
        (live / "feeds").mkdir(parents=True)
        shutil.copytree(self.publication.site.feeds_folder, live / "feeds", dirs_exist_ok=True)
        for path in sorted(self.publication.site.feeds_folder.rglob("*"), reverse=True):
            path.unlink() if path.is_file() else path.rmdir()
        self.lose_index()
        with python(live, live) as url:
            self.publication.build(now=self.now, resume_from=f"{url}feeds/")
        shutil.rmtree(live)


def _key(path: Path, key: str) -> str:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(line.partition(": ")[2] for line in lines if line.startswith(f"{key}: "))
