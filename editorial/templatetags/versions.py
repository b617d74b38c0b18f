from django import template

from publishing.admin import moment, staff_name

register = template.Library()


@register.filter
def saved_words(version):
    """张三 于 2026-11-22 16:30 保存"""
    who = staff_name(version.author)
    return f"{who} 于 {moment(version.created_at)} 保存" if who else f"{moment(version.created_at)} 保存"


@register.filter
def version_words(version):
    """第 4 版，张三 于 2026-11-22 16:30 保存"""
    return f"{version}，{saved_words(version)}"
