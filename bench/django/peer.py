"""The peer: Django REST Framework as the action plan of the earlier system describes it, on the same tables and rows.

A viewset with select_related, prefetch_related and pages of 20, one that creates, and a sheet that is saved in one transaction,
for people who are signed in. Run by gunicorn:
    BENCH_DATABASE=name BENCH_PORT=5432 gunicorn --chdir bench/django peer:application
"""

import hashlib
import os
import uuid

import django
from django.conf import settings

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": os.environ["BENCH_DATABASE"],
            "USER": os.environ.get("BENCH_USER", "postgres"),
            "HOST": os.environ.get("BENCH_HOST", "127.0.0.1"),
            "PORT": os.environ.get("BENCH_PORT", "5432"),
            "CONN_MAX_AGE": None,
        }
    },
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "rest_framework"],
    ROOT_URLCONF="peer",
    SECRET_KEY=os.urandom(32).hex(),
    USE_TZ=True,
    REST_FRAMEWORK={
        "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.PageNumberPagination",
        "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
        "PAGE_SIZE": 20,
    },
)
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import models, transaction  # noqa: E402
from django.urls import include, path  # noqa: E402
from django.utils import timezone  # noqa: E402
from rest_framework import authentication, mixins, permissions, response, routers, serializers, viewsets  # noqa: E402
from rest_framework import views  # noqa: E402


class Kept(models.Model):
    """Tables of BM23, which nobody here makes or changes."""

    id = models.UUIDField(primary_key=True)

    class Meta:
        abstract = True


class Account(Kept):
    display_name = models.TextField()
    roles = models.TextField()
    status = models.TextField()
    is_authenticated = True

    class Meta:
        app_label, db_table, managed = "peer", "accounts", False


class Session(models.Model):
    id_hash = models.BinaryField(primary_key=True)
    account = models.ForeignKey(Account, models.DO_NOTHING)
    expires_at = models.DateTimeField()

    class Meta:
        app_label, db_table, managed = "peer", "sessions", False


class Year(Kept):
    name = models.TextField()
    status = models.TextField()

    class Meta:
        app_label, db_table, managed = "peer", "years", False


class Major(Kept):
    year = models.ForeignKey(Year, models.DO_NOTHING)
    name = models.TextField()
    abbreviation = models.TextField()

    class Meta:
        app_label, db_table, managed = "peer", "majors", False


class Advisor(Kept):
    name = models.TextField()
    account = models.ForeignKey(Account, models.DO_NOTHING)

    class Meta:
        app_label, db_table, managed = "peer", "advisors", False


class Student(Kept):
    code = models.TextField()
    gender = models.TextField()
    given_name = models.TextField()
    surname = models.TextField()
    major = models.ForeignKey(Major, models.DO_NOTHING)

    class Meta:
        app_label, db_table, managed = "peer", "students", False


class Project(Kept):
    code = models.TextField()
    topic_lo = models.TextField()
    topic_en = models.TextField()
    status = models.TextField()
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    version = models.IntegerField()
    year = models.ForeignKey(Year, models.DO_NOTHING)
    advisor = models.ForeignKey(Advisor, models.DO_NOTHING)

    class Meta:
        app_label, db_table, managed = "peer", "projects", False


class Member(models.Model):
    project = models.ForeignKey(Project, models.DO_NOTHING, related_name="members")
    student = models.OneToOneField(Student, models.DO_NOTHING, primary_key=True)
    position = models.IntegerField()

    class Meta:
        app_label, db_table, managed = "peer", "project_members", False
        ordering = ["position"]


class Sheet(Kept):
    project = models.ForeignKey(Project, models.DO_NOTHING)
    year = models.ForeignKey(Year, models.DO_NOTHING)
    advisor = models.ForeignKey(Advisor, models.DO_NOTHING)
    evaluator = models.TextField()
    comment = models.TextField()
    status = models.TextField(default="open")
    version = models.IntegerField(default=1)

    class Meta:
        app_label, db_table, managed = "peer", "score_sheets", False


class Score(models.Model):
    sheet = models.OneToOneField(Sheet, models.DO_NOTHING, primary_key=True)
    item_id = models.UUIDField()
    year = models.ForeignKey(Year, models.DO_NOTHING)
    score = models.DecimalField(max_digits=5, decimal_places=2)

    class Meta:
        app_label, db_table, managed = "peer", "scores", False


class SignedIn(authentication.BaseAuthentication):
    def authenticate(self, request):
        secret = request.COOKIES.get("bm23", "").encode()
        found = Session.objects.select_related("account").filter(
            id_hash=hashlib.sha256(secret).digest(), expires_at__gt=timezone.now(), account__status="active"
        )
        session = found.first()
        return (session.account, None) if session else None


class YearField(serializers.ModelSerializer):
    class Meta:
        model, fields = Year, ["id", "name"]


class AdvisorField(serializers.ModelSerializer):
    class Meta:
        model, fields = Advisor, ["id", "name"]


class MemberField(serializers.ModelSerializer):
    id = serializers.UUIDField(source="student.id")
    code = serializers.CharField(source="student.code")
    gender = serializers.CharField(source="student.gender")
    major = serializers.CharField(source="student.major.abbreviation")
    name = serializers.SerializerMethodField()

    def get_name(self, member):
        return f"{member.student.given_name} {member.student.surname}"

    class Meta:
        model, fields = Member, ["id", "code", "gender", "major", "name"]


class ProjectSerializer(serializers.ModelSerializer):
    year = YearField()
    advisor = AdvisorField()
    members = MemberField(many=True)

    class Meta:
        model = Project
        fields = [
            *("id", "code", "year", "topic_lo", "topic_en", "status", "advisor", "members"),
            *("created_at", "updated_at", "version"),
        ]


class ProjectViewSet(viewsets.ReadOnlyModelViewSet):
    authentication_classes = [SignedIn]
    permission_classes = [permissions.IsAuthenticated]
    serializer_class = ProjectSerializer

    def get_queryset(self):
        found = Project.objects.select_related("year", "advisor").prefetch_related("members__student__major")
        if self.action == "list":
            found = found.filter(year__status="active").order_by("-created_at", "id")
            if "status" in self.request.query_params:
                found = found.filter(status=self.request.query_params["status"])
        return found


class MajorSerializer(serializers.ModelSerializer):
    class Meta:
        model, fields = Major, ["id", "name", "abbreviation"]
        read_only_fields = ["id"]


class MajorViewSet(mixins.CreateModelMixin, viewsets.GenericViewSet):
    authentication_classes = [SignedIn]
    permission_classes = [permissions.IsAuthenticated]
    queryset = Major.objects.all()
    serializer_class = MajorSerializer

    def perform_create(self, serializer):
        serializer.save(id=uuid.uuid4(), year=Year.objects.get(status="active"))


class ItemField(serializers.Serializer):
    itemId = serializers.UUIDField()
    score = serializers.DecimalField(max_digits=5, decimal_places=2)


class SheetSerializer(serializers.Serializer):
    items = ItemField(many=True)
    comment = serializers.CharField(max_length=5000)


class SheetView(views.APIView):
    authentication_classes = [SignedIn]
    permission_classes = [permissions.IsAuthenticated]

    @transaction.atomic
    def put(self, request, project):
        given = SheetSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        items, comment = given.validated_data["items"], given.validated_data["comment"]
        found = Project.objects.select_for_update().select_related("advisor").get(
            id=project, advisor__account=request.user
        )
        sheet = Sheet.objects.filter(project=found, evaluator="advisor").first()
        if sheet is None:
            sheet = Sheet(id=uuid.uuid4(), project=found, year_id=found.year_id, advisor=found.advisor, version=0)
            sheet.evaluator = "advisor"
        sheet.comment, sheet.version = comment, sheet.version + 1
        sheet.save()
        Score.objects.filter(sheet=sheet).delete()
        rows = [Score(sheet=sheet, year_id=found.year_id, item_id=one["itemId"], score=one["score"]) for one in items]
        Score.objects.bulk_create(rows)
        return response.Response({"version": sheet.version, "items": ItemField(request.data["items"], many=True).data})


router = routers.SimpleRouter(trailing_slash=False)
router.register("projects", ProjectViewSet, basename="project")
router.register("majors", MajorViewSet, basename="major")
urlpatterns = [path("", include(router.urls)), path("projects/<uuid:project>/sheets/advisor", SheetView.as_view())]
application = get_wsgi_application()
