"""The categories of Apple Podcasts, and those that it had before 2019: https://podcasters.apple.com/support/1691"""


def _list(below: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in below.split(",") if name.strip())


CATEGORIES = {
    "Arts": _list("Books, Design, Fashion & Beauty, Food, Performing Arts, Visual Arts"),
    "Business": _list("Careers, Entrepreneurship, Investing, Management, Marketing, Non-Profit"),
    "Comedy": _list("Comedy Interviews, Improv, Stand-Up"),
    "Education": _list("Courses, How To, Language Learning, Self-Improvement"),
    "Fiction": _list("Comedy Fiction, Drama, Science Fiction"),
    "Government": (),
    "Health & Fitness": _list("Alternative Health, Fitness, Medicine, Mental Health, Nutrition, Sexuality"),
    "History": (),
    "Kids & Family": _list("Education for Kids, Parenting, Pets & Animals, Stories for Kids"),
    "Leisure": _list("Animation & Manga, Automotive, Aviation, Crafts, Games, Hobbies, Home & Garden, Video Games"),
    "Music": _list("Music Commentary, Music History, Music Interviews"),
    "News": _list("Business News, Daily News, Entertainment News, News Commentary, Politics, Sports News, Tech News"),
    "Religion & Spirituality": _list("Buddhism, Christianity, Hinduism, Islam, Judaism, Religion, Spirituality"),
    "Science": _list(
        "Astronomy, Chemistry, Earth Sciences, Life Sciences, Mathematics, Natural Sciences, Nature, Physics, "
        "Social Sciences"
    ),
    "Society & Culture": _list("Documentary, Personal Journals, Philosophy, Places & Travel, Relationships"),
    "Sports": _list(
        "Baseball, Basketball, Cricket, Fantasy Sports, Football, Golf, Hockey, Rugby, Running, Soccer, Swimming, "
        "Tennis, Volleyball, Wilderness, Wrestling"
    ),
    "Technology": (),
    "True Crime": (),
    "TV & Film": _list("After Shows, Film History, Film Interviews, Film Reviews, TV Reviews"),
}

FORMER = frozenset(
    _list(
        "Arts & Entertainment, Audio Blogs, Family, Food, Games & Hobbies, Government & Organizations, Health, "
        "International, Movies & Television, News & Politics, Politics, Public Radio, Science & Medicine, "
        "Sports & Recreation, Talk Radio, Transportation, Travel, "
        "Literature, Fashion & Beauty, Architecture, Entertainment, Photography, Poetry, Science Fiction, "
        "Business News, Finance, Management & Marketing, Shopping, News, Education Technology, "
        "Educational Technology, Higher Education, K-12, Language Courses, Training, Other Games, Local, National, "
        "Regional, Non-Profit, Diet & Nutrition, Fitness & Nutrition, Self-Help, New Age, Other, Natural Sciences, "
        "Social Sciences, History, Amateur, College & High School, Outdoor, Professional, Computers, Developers, "
        "Gadgets, Information Technology, Operating Systems, Podcasting, Smart Phones, Software How-To, Tech News, "
        "Text/Speech, Automotive, Aviation, Bicycles, Commuting, Australian, Belgian, Brazilian, Canadian, Chinese, "
        "Dutch, French, German, Hebrew, Italian, Japanese, Norwegian, Polish, Portuguese, Spanish, Swedish"
    )
)
